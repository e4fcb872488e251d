import { type ComponentType, lazy } from "react";
import {
  type Check,
  date,
  dimension,
  identifier,
  oneOf,
  period,
  someOf,
  wholeNumber,
  words,
} from "../lib/address";
import { axes, cohorts, figures, measures, spans, weights } from "../lib/lateness";
import { effects, flaggedShares, leastCustomers, outcomes } from "../lib/risk";
import { branchColumns, intervals, loanColumns, rankings } from "../lib/sorts";

/** A page of the product. */
type Page = {
  path: string;
  /** Its name in the navigation; without one it is reached from the others. */
  name?: string;
  title: string;
  Body: ComponentType;
  /** Fetches its code ahead of the first look. */
  load: () => Promise<unknown>;
  /** Parameters of its own in the address, beside filters and definition. */
  own?: Record<string, Check>;
  /** Whether its figures follow the filters, only the definition of default, or neither. */
  follows: "filters" | "definition" | "nothing";
};

const code = (load: () => Promise<ComponentType>) => ({
  load,
  Body: lazy(async () => ({ default: await load() })),
});

/** All pages, each loaded when it is first opened. */
export const pages: Page[] = [
  {
    path: "/",
    name: "Overview",
    title: "Overview",
    ...code(async () => (await import("../features/overview/overview")).Overview),
    own: { interval: oneOf(intervals), by: dimension, from: period, to: period },
    follows: "filters",
  },
  {
    path: "/branches",
    name: "Branches & regions",
    title: "Branches & regions",
    ...code(async () => (await import("../features/branches/branches")).Branches),
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
    ...code(async () => (await import("../features/demographics/demographics")).Demographics),
    follows: "filters",
  },
  {
    path: "/delinquency",
    name: "Delinquency",
    title: "Delinquency",
    ...code(async () => (await import("../features/delinquency/delinquency")).Delinquency),
    own: {
      asOf: date,
      axis: oneOf(Object.keys(axes)),
      span: oneOf(Object.keys(spans)),
      weight: oneOf(Object.keys(weights)),
      measure: oneOf(Object.keys(measures)),
      cohort: oneOf(Object.keys(cohorts)),
      by: dimension,
      figure: oneOf(Object.keys(figures)),
    },
    follows: "filters",
  },
  {
    path: "/segments",
    name: "Segments",
    title: "Segments",
    ...code(async () => (await import("../features/segments/segments")).Segments),
    own: { segmentation: identifier, members: wholeNumber, x: words, y: words },
    follows: "filters",
  },
  {
    path: "/watch-list",
    name: "Watch list",
    title: "Watch list",
    ...code(async () => (await import("../features/watch-list/watch-list")).WatchListPage),
    own: {
      capacity: wholeNumber,
      effect: oneOf(effects),
      closed: oneOf(["yes"]),
      least: oneOf(leastCustomers),
    },
    follows: "filters",
  },
  {
    path: "/loans",
    name: "Loans",
    title: "Loans",
    ...code(async () => (await import("../features/loans/loans")).Loans),
    own: {
      sort: oneOf(loanColumns.flatMap((c) => [c, `-${c}`])),
      columns: someOf(loanColumns, "columns of the list"),
    },
    follows: "filters",
  },
  {
    path: "/loans/:loanId",
    title: "Loan",
    ...code(async () => (await import("../features/loan/loan")).LoanPage),
    follows: "nothing",
  },
  {
    path: "/customers/:customerId",
    title: "Customer",
    ...code(async () => (await import("../features/customer/customer")).CustomerPage),
    follows: "nothing",
  },
  {
    path: "/model",
    name: "Model",
    title: "Model",
    ...code(async () => (await import("../features/model/model")).Model),
    own: {
      model: identifier,
      flagged: oneOf(flaggedShares),
      outcome: oneOf(Object.keys(outcomes)),
    },
    follows: "filters",
  },
  {
    path: "/data",
    name: "Data",
    title: "Data",
    ...code(async () => (await import("../features/data/data")).Data),
    own: { import: identifier },
    follows: "nothing",
  },
];
