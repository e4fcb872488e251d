import { type ComponentType, lazy } from "react";
import { type Check, identifier, oneOf, wholeNumber } from "../lib/address";
import { loanColumns, rankings } from "../lib/sorts";

/** A page of the product. */
type Page = {
  path: string;
  name: string;
  Body: ComponentType;
  /** Parameters of its own in the address, beside filters and definition. */
  own?: Record<string, Check>;
  /** Its figures are those of the whole book, whatever the filters are. */
  isUnfiltered?: boolean;
};

/** All pages, each loaded when it is first opened. */
export const pages: Page[] = [
  {
    path: "/",
    name: "Overview",
    Body: lazy(async () => ({ default: (await import("../features/overview/overview")).Overview })),
  },
  {
    path: "/branches",
    name: "Branches",
    Body: lazy(async () => ({ default: (await import("../features/branches/branches")).Branches })),
    own: { sort: oneOf(rankings) },
  },
  {
    path: "/demographics",
    name: "Demographics",
    Body: lazy(async () => ({
      default: (await import("../features/demographics/demographics")).Demographics,
    })),
  },
  {
    path: "/segments",
    name: "Segments",
    Body: lazy(async () => ({ default: (await import("../features/segments/segments")).Segments })),
    own: { segmentation: identifier, segment: wholeNumber },
    isUnfiltered: true,
  },
  {
    path: "/loans",
    name: "Loans",
    Body: lazy(async () => ({ default: (await import("../features/loans/loans")).Loans })),
    own: { sort: oneOf(loanColumns.flatMap((c) => [c, `-${c}`])) },
  },
];
