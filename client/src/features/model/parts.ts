import type { Schemas } from "../../lib/api";
import { asCount } from "../../lib/format";

/** What a share is made of: 13 of 85. */
export const partsOf = ({ numerator, denominator }: Schemas["Proportion"]): string =>
  `${asCount(numerator)} of ${asCount(denominator)}`;
