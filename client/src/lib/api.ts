import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Problem = { type: string; title: string; status: number; detail: string };

/** Calls the API that serves this page. fetch is looked up at each call, so that a test can replace it. */
export const api = createClient<paths, "application/json">({
  baseUrl: "",
  fetch: (request) => globalThis.fetch(request),
});

/** The answer's data, or its problem details thrown. */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (data !== undefined) return data;
  throw (
    (error as Problem | undefined) ?? {
      type: "unavailable",
      title: "No answer",
      status: response.status,
      detail: "The API does not answer.",
    }
  );
}
