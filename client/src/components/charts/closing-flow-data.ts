/** A part of a sum; without a value it is unknown, and takes no room. */
export type FlowPart = { key: string; label: string; value: number | null; isChosen?: boolean };

/** A whole, and the parts that it is made of. */
export type Flow = { whole: FlowPart; parts: FlowPart[] };

/** From where to where a part is drawn. */
export type Block = FlowPart & { from: number; to: number; isWhole: boolean };

/**
 * The whole, then its parts laid end to end: each begins where the last one ended, so that the end of the last meets the end of the whole.
 * A part below zero is laid backwards.
 */
export function laidEndToEnd({ whole, parts }: Flow): Block[] {
  const blocks: Block[] = [{ ...whole, from: 0, to: whole.value ?? 0, isWhole: true }];
  let end = 0;
  for (const part of parts) {
    const from = end;
    end += part.value ?? 0;
    blocks.push({ ...part, from, to: end, isWhole: false });
  }
  return blocks;
}
