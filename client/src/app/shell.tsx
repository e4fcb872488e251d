import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { matchPath, NavLink, Route, Routes, useLocation } from "react-router";
import { DefinitionSwitch } from "../components/filters/definition-switch";
import { FilterBar } from "../components/filters/filter-bar";
import { facets } from "../components/filters/get-facets";
import type { Problem } from "../lib/api";
import { useFilters } from "../lib/filters";
import { asDate } from "../lib/format";
import { AddressNotice } from "./address-notice";
import { ApiBanner } from "./api-banner";
import { FirstRun } from "./first-run";
import { NoSuchPage } from "./no-such-page";
import { PageBoundary } from "./page-boundary";
import { pages } from "./pages";
import { Tools } from "./tools";
import { useOneVersion } from "./watch";

/** What surrounds every page: where one is, what the figures stand on, the filters. */
export function Shell() {
  const { filters, isFiltered, query } = useFilters();
  const { pathname } = useLocation();
  const page = pages.find((p) => matchPath(p.path, pathname));
  const book = useQuery(facets(filters));
  const isEmpty = (book.error as Problem | null)?.type === "/problems/no-data";
  useOneVersion();
  return (
    <>
      <title>{`${page?.title ?? "No such page"} · LoanAnalytics`}</title>
      <a className="skip" href="#page">
        Skip to the figures
      </a>
      <header className="top">
        <p className="brand">LoanAnalytics</p>
        <nav aria-label="Pages">
          {pages
            .filter((p) => p.name)
            .map(({ path, name }) => (
              <NavLink key={path} to={{ pathname: path, search: query }} end={path === "/"}>
                {name}
              </NavLink>
            ))}
        </nav>
        {book.data && (
          <p className="book">
            Data as of {asDate(book.data.meta.asOf)}
            <span>version {book.data.meta.dataVersion}</span>
            {book.data.meta.currency && <span>amounts in {book.data.meta.currency}</span>}
          </p>
        )}
        <Tools />
      </header>
      <ApiBanner />
      <AddressNotice own={page?.own} />
      {isEmpty && page?.follows !== "nothing" ? (
        <FirstRun isLooking={book.isFetching} look={() => void book.refetch()} />
      ) : (
        <>
          {page?.follows === "filters" && <FilterBar />}
          {page?.follows === "definition" && <WholeBook isFiltered={isFiltered} />}
          <main id="page" tabIndex={-1}>
            <h1 className="hidden">{page?.title ?? "No such page"}</h1>
            <PageBoundary key={pathname}>
              <Suspense fallback={<div className="skeleton page" role="status" aria-label="Loading" />}>
                <Routes>
                  {pages.map(({ path, Body }) => (
                    <Route key={path} path={path} element={<Body />} />
                  ))}
                  <Route path="*" element={<NoSuchPage />} />
                </Routes>
              </Suspense>
            </PageBoundary>
          </main>
        </>
      )}
    </>
  );
}

function WholeBook({ isFiltered }: { isFiltered: boolean }) {
  return (
    <section className="filters" aria-label="What the figures cover">
      <div className="choices">
        <p>
          These figures are of the whole book.
          {isFiltered && " The filters are kept for the other pages."}
        </p>
        <DefinitionSwitch />
      </div>
    </section>
  );
}
