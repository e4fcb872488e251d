import { useQuery } from "@tanstack/react-query";
import { definitions, type ListFilter, listFilters, useFilters } from "../lib/filters";
import { breakdown } from "./get-breakdown";

const dimension: Partial<Record<ListFilter, string>> = { branchId: "branch" };

/** The one filter bar: what is in force as removable chips, and a choice for each filter. */
export function FilterBar() {
  const { filters, definition, toggle, set, clear } = useFilters();
  const keys = Object.keys(listFilters) as ListFilter[];
  const chips = keys.flatMap((key) => (filters[key] ?? []).map((value) => ({ key, value })));
  return (
    <search className="filters" aria-label="Filters">
      {keys.map((key) => (
        <Choice key={key} filter={key} onChoose={(value) => toggle(key, value)} />
      ))}
      <label>
        From
        <input
          type="date"
          value={filters.startedFrom ?? ""}
          onChange={(e) => set("startedFrom", e.target.value)}
        />
      </label>
      <label>
        To
        <input
          type="date"
          value={filters.startedTo ?? ""}
          onChange={(e) => set("startedTo", e.target.value)}
        />
      </label>
      <label>
        Default counted by
        <select value={definition} onChange={(e) => set("definition", e.target.value)}>
          {Object.entries(definitions).map(([id, words]) => (
            <option key={id} value={id}>
              {id} – {words}
            </option>
          ))}
        </select>
      </label>
      {chips.map(({ key, value }) => (
        <button type="button" className="chip" key={`${key}=${value}`} onClick={() => toggle(key, value)}>
          {listFilters[key]}: {value} <span aria-hidden="true">×</span>
          <span className="hidden"> (remove)</span>
        </button>
      ))}
      {chips.length > 0 && (
        <button type="button" className="quiet" onClick={clear}>
          Clear all
        </button>
      )}
    </search>
  );
}

function Choice({ filter, onChoose }: { filter: ListFilter; onChoose: (value: string) => void }) {
  const by = dimension[filter] ?? filter;
  const { data } = useQuery(breakdown(by, {}, "count"));
  const rows = data?.data.rows ?? [];
  return (
    <label>
      {listFilters[filter]}
      <select value="" onChange={(e) => onChoose(e.target.value)}>
        <option value="">any</option>
        {rows.map((r) => (
          <option key={r.group[by]} value={r.group[by]}>
            {r.group[by]} ({r.loans})
          </option>
        ))}
      </select>
    </label>
  );
}
