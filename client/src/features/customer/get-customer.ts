import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../lib/api";

export const customer = (customerId: string) =>
  queryOptions({
    queryKey: ["customer", customerId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/customers/{customerId}", { params: { path: { customerId } }, signal })),
  });
