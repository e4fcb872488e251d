import { useQuery } from "@tanstack/react-query";
import { card } from "./get-models";

/** A finished model's card. */
export const useCard = (model: Props["model"]) => useQuery(card(model.modelId));

/** What every part of the card is shown for. */
export type Props = { model: { modelId: string } };
