import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Filters } from "../../lib/address";
import { answer, api, asFile, type Form, type Schemas } from "../../lib/api";

const path = "/api/v1/risk/watch-list";
const ofLoan = "/api/v1/risk/watch-list/{loanId}";
export type Question = Filters & { capacity: number; contactEffect?: number; includeClosed?: boolean };

/** Whom to contact. */
export const watchList = (query: Question) =>
  queryOptions({
    queryKey: ["watch list", query],
    queryFn: ({ signal }) => answer(api.GET(path, { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

/** The list as a file: a row for each loan, or all that the page knows. */
export const watchListAs = (form: Form, query: Question) =>
  answer(api.GET(path, { params: { query }, ...asFile(form) }));

/** What is recorded of a loan now. */
export const watchNote = (loanId: string) => answer(api.GET(ofLoan, { params: { path: { loanId } } }));

export const recordNote = (loanId: string, tag: string, body: Schemas["NewWatchNote"]) =>
  answer(api.PUT(ofLoan, { params: { path: { loanId }, header: { "If-Match": tag } }, body }));
