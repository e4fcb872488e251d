import { useQuery } from "@tanstack/react-query";
import { NavLink, Outlet } from "react-router";
import { FilterBar } from "../components/filter-bar";
import { breakdown } from "../components/get-breakdown";
import { useFilters } from "../lib/filters";

const pages = [
  ["/", "Overview"],
  ["/branches", "Branches"],
  ["/demographics", "Demographics"],
  ["/loans", "Loans"],
] as const;

export function Shell() {
  const { search } = useFilters();
  const { data } = useQuery(breakdown("region", {}, "count"));
  return (
    <>
      <header className="top">
        <h1>LoanAnalytics</h1>
        <nav aria-label="Pages">
          {pages.map(([path, name]) => (
            <NavLink key={path} to={{ pathname: path, search: search.toString() }} end>
              {name}
            </NavLink>
          ))}
        </nav>
        {data && (
          <p>
            as of {data.meta.asOf} · version {data.meta.dataVersion}
            {data.meta.currency && ` · ${data.meta.currency}`}
          </p>
        )}
      </header>
      <FilterBar />
      <Outlet />
    </>
  );
}
