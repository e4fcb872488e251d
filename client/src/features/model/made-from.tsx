import { Card } from "../../components/card";
import { Facts } from "../../components/facts";
import { asCount, asMoment, asNumber, asPercent } from "../../lib/format";
import { algorithmWords, featureWords, sampleOf } from "./models-data";
import { type Props, useCard } from "./use-card";

/** A model's inputs, which give the same model again. */
export function MadeFrom({ model }: Props) {
  const query = useCard(model);
  return (
    <Card
      title="What was it made from?"
      width={12}
      query={query}
      loans={false}
      meaning={["probabilityOfDefault", "score"]}
      note={() => "The same inputs on the same data version give the same model, to the bit."}
    >
      {({ meta, data }) => (
        <>
          {meta.dataVersion !== data.dataVersion && (
            <p className="warning">
              The book is at version {meta.dataVersion} now; the model learnt from version {data.dataVersion}.
            </p>
          )}
          <Facts
            facts={[
              ["Made", asMoment(data.createdAt)],
              ["Data version", data.dataVersion],
              ["Counts as default", data.population.outcome],
              ["Learnt from", sampleOf(data.population.learnt)],
              ["Tested on", sampleOf(data.population.tested)],
              [
                "Split",
                data.population.split === "time"
                  ? "a later day than all that it learnt from"
                  : "five parts by customer, each tested on a model of the other four",
              ],
              ["Share of the loans read", asPercent(data.population.share)],
              ["Months ahead", asCount(data.horizon)],
              ["Seed", data.seed],
              [
                "Score",
                `${asCount(data.scaling.baseScore)} at ${asCount(data.scaling.baseOdds)} good to one bad, ${asCount(data.scaling.pointsToDouble)} more for twice the odds (${asNumber(data.scaling.offset)} + ${asNumber(data.scaling.factor)} × ln of the odds)`,
              ],
              ...data.algorithms.map((a): [string, string] => [
                `SHA-256, ${algorithmWords[a.algorithm].toLowerCase()}`,
                a.sha256,
              ]),
            ]}
          />
          <p className="sources">
            It may learn from {data.features.map(featureWords).join(", ")}. Left out:{" "}
            {data.leftOut.map(featureWords).join(", ") || "nothing"}.
          </p>
        </>
      )}
    </Card>
  );
}
