import { type ComponentType, lazy } from "react";
import { type Check, dimension, identifier, oneOf, period, someOf, wholeNumber, words } from "../lib/address";
import { branchColumns, intervals, loanColumns, rankings } from "../lib/sorts";

/** A page of the product. */
type Page = {
  path: string;
  /** Its name in the navigation; without one it is reached from the others. */
  name?: string;
  title: string;
  Body: ComponentType;
  /** Parameters of its own in the address, beside filters and definition. */
  own?: Record<string, Check>;
  /** Whether its figures follow the filters, only the definition of default, or neither. */
  follows: "filters" | "definition" | "nothing";
};

/** All pages, each loaded when it is first opened. */
export const pages: Page[] = [
  {
    path: "/",
    name: "Overview",
    title: "Overview",
    Body: lazy(async () => ({ default: (await import("../features/overview/overview")).Overview })),
    own: { interval: oneOf(intervals), by: dimension, from: period, to: period },
    follows: "filters",
  },
  {
    path: "/branches",
    name: "Branches & regions",
    title: "Branches & regions",
    Body: lazy(async () => ({ default: (await import("../features/branches/branches")).Branches })),
    own: {
      sort: oneOf(rankings),
      columns: someOf(branchColumns, "columns of the ranking"),
      left: words,
      right: words,
      by: dimension,
    },
    follows: "filters",
  },
  {
    path: "/demographics",
    name: "Demographics",
    title: "Demographics",
    Body: lazy(async () => ({
      default: (await import("../features/demographics/demographics")).Demographics,
    })),
    follows: "filters",
  },
  {
    path: "/segments",
    name: "Segments",
    title: "Segments",
    Body: lazy(async () => ({ default: (await import("../features/segments/segments")).Segments })),
    own: { segmentation: identifier, segment: wholeNumber },
    follows: "definition",
  },
  {
    path: "/loans",
    name: "Loans",
    title: "Loans",
    Body: lazy(async () => ({ default: (await import("../features/loans/loans")).Loans })),
    own: {
      sort: oneOf(loanColumns.flatMap((c) => [c, `-${c}`])),
      columns: someOf(loanColumns, "columns of the list"),
    },
    follows: "filters",
  },
  {
    path: "/loans/:loanId",
    title: "Loan",
    Body: lazy(async () => ({ default: (await import("../features/loan/loan")).LoanPage })),
    follows: "nothing",
  },
  {
    path: "/customers/:customerId",
    title: "Customer",
    Body: lazy(async () => ({ default: (await import("../features/customer/customer")).CustomerPage })),
    follows: "nothing",
  },
  {
    path: "/data",
    name: "Data",
    title: "Data",
    Body: lazy(async () => ({ default: (await import("../features/data/data")).Data })),
    own: { import: identifier },
    follows: "nothing",
  },
];
