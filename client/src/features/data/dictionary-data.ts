import type { Schemas } from "../../lib/api";

type Entry = Schemas["DictionaryEntry"];

/** The columns that hold every word typed, in any of their texts. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((e) => {
    const text = [
      e.table,
      e.name,
      e.type,
      e.meaning,
      e.required ? "required" : "",
      e.attribute ? "the lender’s own" : "",
    ]
      .join(" ")
      .toLowerCase();
    return words.every((w) => text.includes(w));
  });
}
