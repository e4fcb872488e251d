import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../lib/api";
import { type Order, previewImport } from "./get-imports";
import type { Choice } from "./matching-data";

/** How files that no profile describes might be read, with what the reader chose so far; what was shown stays until the new answer is there. */
export const matching = (
  order: () => Promise<Order>,
  files: readonly File[],
  isExcerpt: boolean,
  choices: readonly Choice[],
) =>
  queryOptions({
    queryKey: ["matching", files.map((f) => [f.name, f.size, f.lastModified]), choices],
    queryFn: async () => previewImport(await order(), isExcerpt, choices),
    placeholderData: keepPreviousData,
    // The files are sent each time; nothing else changes the answer.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });

/** Keeps a profile; one of that name takes its place only as the reader saw it in the list. */
export async function saveProfile(name: string, body: Schemas["ProfileDeclaration"], isKnown: boolean) {
  const path = { params: { path: { name } } };
  const tag = isKnown ? (await answer(api.GET("/api/v1/profiles/{name}", path))).profileTag : undefined;
  return answer(
    api.PUT("/api/v1/profiles/{name}", {
      params: { ...path.params, header: tag ? { "If-Match": tag } : {} },
      body,
    }),
  );
}
