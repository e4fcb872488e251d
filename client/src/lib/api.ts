import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** What went wrong, as the API says it; `type` is stable. */
export class Problem extends Error {
  constructor(
    readonly type: string,
    readonly title: string,
    readonly status: number,
    detail: string,
    readonly errors: Record<string, string[]> = {},
  ) {
    super(detail);
  }
}

/** Whether a failure says that the API is away, and not that it refuses. */
export const isAway = (error: Error) =>
  !(error instanceof Problem) || error.status === 0 || error.status >= 500;

const silence = (status = 0) => new Problem("unavailable", "No answer", status, "The API does not answer.");

/** Calls the API that serves this page. fetch is looked up at each call, so that a test can replace it. */
export const api = createClient<paths, "application/json">({
  baseUrl: globalThis.location?.origin ?? "",
  fetch: (request) => globalThis.fetch(request),
});

const forms = {
  CSV: "text/csv",
  Parquet: "application/vnd.apache.parquet",
  NDJSON: "application/x-ndjson",
  JSON: "application/json",
} as const;
export type Form = keyof typeof forms;
/** Asks for the same rows as a file. */
export const asFile = (form: Form) => ({ headers: { Accept: forms[form] }, parseAs: "blob" }) as const;
export const asCsv = asFile("CSV");

/** The answer's data, or its problem thrown. */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call.catch((reason: unknown) => {
    // A request that its own caller gave up is no failure of the API.
    throw reason instanceof DOMException && reason.name === "AbortError" ? reason : silence();
  });
  if (response.ok) return data as T;
  throw toProblem(error, response.status);
}

function toProblem(error: unknown, status: number): Problem {
  const body = typeof error === "string" ? parsed(error) : error;
  if (typeof body !== "object" || body === null || !("type" in body)) return silence(status);
  const said = body as Schemas["ProblemDetails"] & { errors?: Record<string, string[]> };
  return new Problem(
    said.type ?? "unavailable",
    said.title ?? "The request failed",
    said.status ?? status,
    said.detail ?? said.title ?? "The API gives no reason.",
    said.errors,
  );
}

// An answer that was asked for as a file arrives as text when it is a problem.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
