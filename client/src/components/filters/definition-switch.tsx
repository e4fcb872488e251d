import { useFilters } from "../../lib/filters";
import { definitions } from "../../lib/words";

/** How default is counted, on every page alike. */
export function DefinitionSwitch() {
  const { definition, set } = useFilters();
  return (
    <label className="definition">
      Default counted
      <select
        value={definition}
        onChange={(e) => set("definition", e.target.value === "count" ? "" : e.target.value)}
      >
        {Object.entries(definitions).map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
