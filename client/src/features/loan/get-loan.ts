import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../lib/api";

export const loan = (loanId: string) =>
  queryOptions({
    queryKey: ["loan", loanId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/loans/{loanId}", { params: { path: { loanId } }, signal })),
  });
