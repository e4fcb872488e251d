import { queryOptions } from "@tanstack/react-query";
import { answer, api, asCsv, type Schemas } from "../../lib/api";
import { uploading } from "../../lib/upload";
import type { Choice } from "./matching-data";

export type Import = Schemas["ImportStatus"];
/** What is to be loaded, and how. */
export type Order = {
  files: { name: string; content: Blob }[];
  profile: string;
  asOf: string;
  mode: Schemas["ImportMode"];
  /** Totals that the extract must have; empty where they are not checked. */
  expect: Record<string, number>;
};

const path = "/api/v1/imports";
const often = 400;
const seldom = 2_000;

/** Whether an import goes on still. */
export const isActive = ({ state }: Pick<Import, "state">) => state === "queued" || state === "running";

/** Every attempt to load data, newest first; asked again while one goes on. */
export const imports = () =>
  queryOptions({
    queryKey: ["imports"],
    queryFn: ({ signal }) => answer(api.GET(path, { signal })),
    refetchInterval: (q) => (q.state.data?.items.some(isActive) ? seldom : false),
  });

/** One import: how far it is, and what came of it. */
export const importRun = (id: string) =>
  queryOptions({
    queryKey: ["import", id],
    queryFn: ({ signal }) => answer(api.GET(`${path}/{id}`, { params: { path: { id } }, signal })),
    refetchInterval: (q) => (q.state.data && isActive(q.state.data) ? often : false),
  });

/** The first rows that an import refused. */
export const rejects = (id: string) =>
  queryOptions({
    queryKey: ["rejects", id],
    queryFn: ({ signal }) =>
      answer(api.GET(`${path}/{id}/rejects`, { params: { path: { id }, query: { limit: 50 } }, signal })),
  });

export const rejectsCsv = (id: string, file: string) =>
  answer(api.GET(`${path}/{id}/rejects`, { params: { path: { id }, query: { file } }, ...asCsv }));

export const cancelImport = (id: string) => answer(api.DELETE(`${path}/{id}`, { params: { path: { id } } }));

/** The order as a form; what is left empty is not sent. */
export function toForm({ files, profile, asOf, mode, expect }: Order, more: Record<string, string> = {}) {
  const form = new FormData();
  // The fields come first, so that a wrong one is refused before the files are sent.
  const fields = {
    profile,
    asOf,
    mode,
    expect: Object.keys(expect).length > 0 ? JSON.stringify(expect) : "",
    ...more,
  };
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  for (const { name, content } of files) form.append("files", content, name);
  return form;
}

// The contract names the fields; what is sent is the form itself, since files cannot stand in an object.
const asForm = (form: FormData) => ({ body: { files: [] }, bodySerializer: () => form });

/** What would become of the files; without a profile how they might be read, with what was chosen of it. */
export const previewImport = (order: Order, isExcerpt: boolean, choices: readonly Choice[] = []) =>
  answer(
    api.POST(
      `${path}/preview`,
      asForm(
        toForm(order, {
          excerpt: isExcerpt ? "true" : "",
          choices: choices.length > 0 ? JSON.stringify(choices) : "",
        }),
      ),
    ),
  );

/** Sends the files; `isSame` where these very data are the ones published, so that nothing is loaded. */
export async function startImport(order: Order, onProgress: (share: number) => void, signal: AbortSignal) {
  const form = toForm(order);
  const call = api.POST(path, { ...asForm(form), fetch: uploading(form, onProgress, signal) });
  const run = await answer(call);
  return { run, isSame: (await call).response.status === 200 };
}
