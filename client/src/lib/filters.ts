import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import {
  type Filters,
  filtersOf,
  type ListFilter,
  put,
  replaced,
  sharedOf,
  tidied,
  toggled,
  withoutFilters,
} from "./address";
import type { Definition } from "./words";

/** The query string is the state: filters and definition, and how to change them. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => {
    const { clean } = tidied(search);
    const filters: Filters = filtersOf(clean);
    return {
      filters,
      definition: (clean.get("definition") ?? "count") as Definition,
      isFiltered: Object.keys(filters).length > 0,
      /** The query string that another page takes over. */
      query: sharedOf(clean).toString(),
    };
  }, [search]);
  const change = useMemo(
    () => ({
      toggle: (key: ListFilter, value: string) => setSearch((s) => toggled(s, key, value)),
      replace: (values: Partial<Record<ListFilter, readonly string[]>>) =>
        setSearch((s) => replaced(s, values)),
      set: (key: keyof Filters | "definition", value: string) => setSearch((s) => put(s, key, value)),
      clear: () => setSearch(withoutFilters),
    }),
    [setSearch],
  );
  return { ...state, ...change };
}

/** One of the page's own parameters: what it stands at, and how to change it. */
export function useParameter(key: string): [string | undefined, (value: string | undefined) => void] {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (value: string | undefined) => setSearch((s) => put(s, key, value)),
    [key, setSearch],
  );
  return [search.get(key) ?? undefined, set];
}

/** Sets several of the page's own parameters in one step, so that going back undoes them together. */
export function useParameters(): (values: Record<string, string | undefined>) => void {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (values) =>
      setSearch((s) => Object.entries(values).reduce((next, [key, value]) => put(next, key, value), s)),
    [setSearch],
  );
}
