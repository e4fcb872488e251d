import { useQuery } from "@tanstack/react-query";
import { without } from "../../lib/address";
import { useFilters } from "../../lib/filters";
import { type Question, segments } from "./get-segments";

/** The segments under the filters in force but their own. */
export function useSegments(segmentation: string) {
  const { filters, definition } = useFilters();
  const question: Question = { ...without(filters, "segment"), segmentation, definition };
  return { question, query: useQuery(segments(question)) };
}
