import { useQuery } from "@tanstack/react-query";
import { useFilters } from "../../lib/filters";
import { DefinitionSwitch } from "./definition-switch";
import { toChips, toChoices } from "./facets-data";
import { FilterChoice } from "./filter-choice";
import { FilterDates } from "./filter-dates";
import { FilterDays } from "./filter-days";
import { facets } from "./get-facets";

/** The one filter bar: a choice for each filter, and what is in force as removable chips. */
export function FilterBar() {
  const { filters, isFiltered, toggle, set, clear } = useFilters();
  const { data, isError } = useQuery(facets(filters));
  const known = data?.data.facets ?? [];
  const chips = toChips(filters, known);
  return (
    <search className="filters" aria-label="Filters">
      <div className="choices">
        {toChoices(known, filters).map((choice) => (
          <FilterChoice key={choice.id} choice={choice} onToggle={(value) => toggle(choice.filter, value)}>
            {choice.filter === "delinquencyBucket" && (
              <FilterDays least={filters.daysPastDueMin} most={filters.daysPastDueMax} onChange={set} />
            )}
          </FilterChoice>
        ))}
        {isError && <p role="alert">The filters do not load.</p>}
        <FilterDates from={filters.startedFrom} to={filters.startedTo} onChange={set} />
        <DefinitionSwitch />
      </div>
      {isFiltered && (
        <ul className="chips" aria-label="Filters in force">
          {chips.map(({ key, value, label }) => (
            <li key={`${key}=${value}`}>
              <button
                type="button"
                className="chip"
                onClick={() =>
                  value === "" ? set(key, "") : toggle(key as Parameters<typeof toggle>[0], value)
                }
              >
                {label} <span aria-hidden="true">×</span>
                <span className="hidden"> (remove)</span>
              </button>
            </li>
          ))}
          <li>
            <button type="button" className="quiet" onClick={clear}>
              Clear all
            </button>
          </li>
        </ul>
      )}
    </search>
  );
}
