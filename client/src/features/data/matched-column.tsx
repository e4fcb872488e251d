import { useId } from "react";
import { asCount, asPercentTick } from "../../lib/format";
import { inWords } from "../../lib/words";
import {
  byTable,
  type Choice,
  type Field,
  type MatchedColumn,
  nameOf,
  readingOf,
  readingsFor,
  sureness,
} from "./matching-data";

type Props = {
  column: MatchedColumn;
  fields: readonly Field[];
  /** What the reader said of it already, before the answer to it is there. */
  choice: Choice | undefined;
  /** What the reader says of the column. */
  onChoose: (said: Partial<Choice>) => void;
};

/** A source column beside what it may be: samples as they stand and as they are read, and selects to mend it with. */
export function MatchedColumnItem({ column, fields, choice, onChoose }: Props) {
  const id = useId();
  const field = fields.find((f) => f.field === column.field);
  const readings = readingsFor(column, field?.kind);
  const taken = readings.findIndex((i) => {
    const r = column.readings[i];
    return field?.kind === "date"
      ? r?.dateFormat === column.dateFormat
      : r?.numberFormat === (column.numberFormat ?? "1234.56");
  });
  const choose = (index: number) => {
    const r = column.readings[index];
    onChoose(r?.dateFormat ? { dateFormat: r.dateFormat } : { numberFormat: r?.numberFormat ?? "" });
  };
  return (
    <li className={column.field ? "match" : "match left"}>
      <div className="source">
        <strong>{column.name}</strong>
        <ul className="samples" aria-label={`Values of ${column.name}`}>
          {column.samples.slice(0, 3).map((raw, i) => (
            <li key={raw}>
              {raw}
              {field && field.kind !== "text" && column.parsed[i] !== raw && (
                <span className="soft">
                  {" "}
                  → {column.parsed[i] ?? (field.kind === "words" ? "not known" : "not readable")}
                </span>
              )}
            </li>
          ))}
          {column.samples.length === 0 && <li className="soft">no values</li>}
        </ul>
      </div>
      <div className="target">
        <label htmlFor={`${id}-field`} className="hidden">
          What {column.name} is
        </label>
        <select
          id={`${id}-field`}
          value={choice?.field ?? column.field ?? ""}
          aria-describedby={`${id}-why`}
          onChange={(e) => onChoose({ field: e.target.value })}
        >
          <option value="">Left out</option>
          {column.alternatives.length > 0 && (
            <optgroup label="It may be">
              {column.alternatives.map((a) => (
                <option key={a.field} value={a.field}>
                  {nameOf(a.field)} ({asPercentTick(a.confidence)})
                </option>
              ))}
            </optgroup>
          )}
          {byTable(fields).map(([table, own]) => (
            <optgroup key={table} label={table}>
              {own.map((f) => (
                <option key={f.field} value={f.field}>
                  {nameOf(f.field)}
                  {f.required ? " *" : ""}
                </option>
              ))}
            </optgroup>
          ))}
          <optgroup label="Kept as it is">
            <option value="loans.attribute">{nameOf("loans.attribute")}</option>
            <option value="customers.attribute">{nameOf("customers.attribute")}</option>
          </optgroup>
        </select>
        {readings.length > 1 && (
          <>
            <label htmlFor={`${id}-reading`} className="hidden">
              How {column.name} is read
            </label>
            <select
              id={`${id}-reading`}
              className={column.ambiguous ? "doubtful" : undefined}
              value={readings[taken] ?? ""}
              onChange={(e) => choose(Number(e.target.value))}
            >
              {readings.map((i) => (
                <option key={i} value={i}>
                  {readingOf(column, i)}
                </option>
              ))}
            </select>
          </>
        )}
        <p id={`${id}-why`} className="soft">
          {column.confidence !== null && column.confidence !== undefined && (
            <span className={column.confidence < 0.65 ? "tag doubtful" : "tag"}>
              {sureness(column.confidence)}, {asPercentTick(column.confidence)}
            </span>
          )}
          {column.reasons.map((r) => r.detail).join(" ")}
          {field && ` ${field.meaning}.`}
          {column.times && ` Its numbers are multiplied by ${asCount(column.times)}.`}
          {column.ambiguous && " Its values can be read in several ways: look which is right."}
        </p>
        {column.words.length > 0 && (
          <ul className="words" aria-label={`Words of ${column.name}`}>
            {column.words.map((w) => (
              <li key={w.word}>
                <label>
                  <span>
                    {w.word} <span className="soft">({asCount(w.count)})</span>
                  </span>
                  <select
                    className={w.ours ? undefined : "doubtful"}
                    aria-label={`What ${w.word} means`}
                    value={choice?.words?.[w.word] ?? w.ours ?? ""}
                    onChange={(e) => onChoose({ words: { [w.word]: e.target.value } })}
                  >
                    <option value="">not known: its rows are refused</option>
                    {field?.words?.map((ours) => (
                      <option key={ours} value={ours}>
                        {inWords(ours)}
                      </option>
                    ))}
                  </select>
                </label>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
