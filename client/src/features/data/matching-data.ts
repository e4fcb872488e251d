import type { Schemas } from "../../lib/api";
import { inWords } from "../../lib/words";

type Matching = Schemas["ImportMatching"];
export type MatchedColumn = Schemas["MatchedColumn"];
export type Field = Schemas["FieldItem"];

/** What the reader says of a column; what is not said is suggested. */
export type Choice = {
  file: string;
  column: string;
  /** Empty where the column is left out. */
  field?: string;
  dateFormat?: string;
  numberFormat?: string;
  words?: Record<string, string>;
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A field's name: "Loans: principal". */
export const nameOf = (field: string): string => {
  const [table = "", column = ""] = field.split(".");
  return column === "attribute"
    ? `Attribute of the ${table.slice(0, -1)}`
    : `${capital(inWords(table))}: ${inWords(column)}`;
};

/** The fields by table, in the order in which they come. */
export function byTable(fields: readonly Field[]): [string, Field[]][] {
  const tables = new Map<string, Field[]>();
  for (const field of fields) {
    const table = field.field.split(".")[0] ?? "";
    tables.set(table, [...(tables.get(table) ?? []), field]);
  }
  return [...tables];
}

/** The choices with one more said. A field has one column of a file: that which had it before is suggested anew. */
export function chosen(
  choices: readonly Choice[],
  file: string,
  column: string,
  said: Partial<Choice>,
): Choice[] {
  const isSame = (c: Choice) => c.file === file && c.column === column;
  const before = said.field === undefined ? choices.find(isSame) : undefined;
  const others = choices
    .filter((c) => !isSame(c))
    .map((c) => {
      if (!said.field || said.field.endsWith(".attribute") || c.file !== file || c.field !== said.field)
        return c;
      const { field: _, ...rest } = c;
      return rest;
    });
  // Several words may be said before the answer to the first is there.
  const words = said.words && { words: { ...before?.words, ...said.words } };
  return [...others, { ...before, file, column, ...said, ...words }];
}

/** How sure a suggestion is, in a word. */
export const sureness = (confidence: number): string =>
  confidence >= 0.85 ? "sure" : confidence >= 0.65 ? "likely" : "perhaps";

/** One of the ways to read a column, by a value that shows the difference to the others. */
export function readingOf(column: MatchedColumn, index: number): string {
  const reading = column.readings[index];
  const others = column.readings.filter((_, i) => i !== index);
  const telling = column.samples.findIndex((_, i) => others.some((o) => o.values[i] !== reading?.values[i]));
  const at = Math.max(0, telling);
  return `${column.samples[at] ?? ""} is ${reading?.values[at] ?? "nothing"}`;
}

/** The readings that a field can take: dates for a date, numbers for a number. */
export const readingsFor = (column: MatchedColumn, kind: Field["kind"] | undefined): number[] =>
  column.readings
    .map((r, i) => ({ r, i }))
    .filter(({ r }) =>
      kind === "date" ? r.dateFormat !== null : kind === "number" && r.numberFormat !== null,
    )
    .map(({ i }) => i);

/** What is still to be decided, in sentences; none where the profile can be saved with a good conscience. */
export function open({ missing, files }: Matching): string[] {
  const columns = files.flatMap((f) => f.columns);
  const words = columns.flatMap((c) =>
    c.words.filter((w) => w.ours === null).map((w) => `${w.word} (${c.name})`),
  );
  const said = [
    missing.length > 0 && `No column was found for ${missing.map((m) => nameOf(m.field)).join(", ")}.`,
    words.length > 0 &&
      `It must be said what these words mean, or their rows are refused: ${words.join(", ")}.`,
    ...columns
      .filter((c) => c.ambiguous)
      .map(
        (c) =>
          `${c.name} can be read in several ways that all hold: ${c.readings.map((_, i) => readingOf(c, i)).join(", or ")}.`,
      ),
  ];
  return said.filter((s) => s !== false);
}

const signs: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };
/** How a file is written, in a sentence. */
export function shapeOf(file: Schemas["MatchedFile"]): string {
  const parts = [
    file.delimiter && `cells are set apart by ${signs[file.delimiter] ?? file.delimiter}`,
    file.skipLines === 1 && "the line above the header is passed over",
    file.skipLines > 1 && `${file.skipLines} lines above the header are passed over`,
    file.headerLines > 1 && `${file.headerLines} lines name the columns`,
    file.encoding !== "utf-8" && `the encoding is ${file.encoding}`,
    file.totalLines.length > 0 && "a line of totals at the end is left out",
  ].filter((p) => typeof p === "string" && p.length > 0);
  const text = parts.join("; ");
  return text ? `${capital(text)}.` : "";
}

/** A name that a profile can have, made of a file's. */
export const asProfileName = (file: string): string =>
  file
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
