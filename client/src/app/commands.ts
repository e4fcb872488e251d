import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { facets } from "../components/filters/get-facets";
import { useFilters } from "../lib/filters";
import { chooseTheme, themes } from "../lib/theme";
import { type Definition, definitions } from "../lib/words";
import { pages } from "./pages";
import { type Command, filterCommands } from "./palette-data";

/** All that can be done by name. */
export function useCommands(help: () => void): Command[] {
  const { filters, isFiltered, query, toggle, set, clear } = useFilters();
  const navigate = useNavigate();
  const known = useQuery(facets(filters)).data?.data.facets ?? [];
  return [
    ...pages
      .filter((p) => p.name !== undefined)
      .map(({ path, title: name }) => ({
        id: path,
        name,
        hint: "page",
        run: () => void navigate({ pathname: path, search: query }),
      })),
    ...(isFiltered ? [{ id: "clear", name: "Clear all filters", run: clear }] : []),
    ...Object.entries(definitions).map(([id, words]) => ({
      id: `definition=${id}`,
      name: `Default counted ${words}`,
      run: () => set("definition", (id as Definition) === "count" ? "" : id),
    })),
    ...themes.map((t) => ({
      id: `theme=${t}`,
      name: t === "system" ? "Look: as the system" : `Look: ${t}`,
      run: () => chooseTheme(t),
    })),
    { id: "print", name: "Print this page", run: () => print() },
    { id: "help", name: "Keyboard and help", run: help },
    ...filterCommands(known, filters, toggle),
  ];
}
