import { useMemo } from "react";
import { Card } from "../../components/card";
import { MarkSign } from "../../components/charts/mark-sign";
import { LoansLink } from "../../components/loans-link";
import { ShareBar } from "../../components/share-bar";
import { type Column, DataTable } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCompact, asCount, asDeviation, asInterval, asParts, asPercent, asYears } from "../../lib/format";
import type { Definition } from "../../lib/words";
import { segmentsCsv } from "./get-segments";
import { SegmentName } from "./segment-name";
import { figureOf, signOf, strengthOf, type Trait, toTraits } from "./segments-data";
import { useSegments } from "./use-segments";

type Segment = Schemas["Segment"];
type Props = { segmentation: Schemas["SegmentationStatus"] };

const none: readonly string[] = [];

/** One table of what each segment is like, is worth and risks. */
export function SegmentTable({ segmentation }: Props) {
  const { filters, toggle, definition } = useFilters();
  const { question, query } = useSegments(segmentation.segmentationId);
  const chosen = filters.segment ?? none;
  const isPublished = segmentation.isPublished;
  const shown = query.data?.meta.definition ?? definition;
  const everyone = query.data?.data.everyone;
  const columns = useMemo(
    () =>
      columnsOf(
        toTraits(everyone ?? []),
        shown,
        chosen,
        isPublished ? (id) => toggle("segment", id) : undefined,
      ),
    [everyone, shown, chosen, isPublished, toggle],
  );
  return (
    <Card
      title="Which groups of borrowers are there?"
      width={12}
      query={query}
      loans={isPublished}
      meaning={["segments", "profile.z", "interestEarned", "portfolioAtRisk", `default.${definition}`]}
      note={() =>
        "Size and profile are those of the day on which the segments were made; money and risk are of the loans that the members have now. z: distance from the mean of all, in standard deviations; half of one or more stands out."
      }
      csv={{ name: "segments", ask: () => segmentsCsv(question) }}
    >
      {({ data }) => (
        <DataTable
          label="Segments"
          rows={data.rows}
          columns={columns}
          keyOf={(s) => `${s.id}`}
          isChosen={(s) => chosen.includes(`${s.id}`)}
        />
      )}
    </Card>
  );
}

const columnsOf = (
  traits: Trait[],
  definition: Definition,
  chosen: readonly string[],
  pick: ((id: string) => void) | undefined,
): Column<Segment>[] => [
  {
    id: "segment",
    head: "Segment",
    isText: true,
    cell: (s) => (
      <SegmentName
        segment={s}
        sign={<MarkSign group={signOf(s)} />}
        isChosen={chosen.includes(`${s.id}`)}
        onPick={pick && (() => pick(`${s.id}`))}
      />
    ),
  },
  { id: "size", under: "Customers", head: "number", value: (s) => s.size, cell: (s) => asCount(s.size) },
  { id: "share", under: "Customers", head: "share", value: (s) => s.share, cell: (s) => asPercent(s.share) },
  {
    id: "bar",
    under: "Customers",
    head: "share as a bar",
    isDecoration: true,
    cell: (s) => <ShareBar share={s.share} />,
  },
  ...traits.flatMap(profileColumns),
  {
    id: "outstanding",
    under: "Value",
    head: "outstanding",
    value: (s) => s.measures.outstanding,
    cell: (s) => asCompact(s.measures.outstanding),
  },
  {
    id: "disbursed",
    under: "Value",
    head: "disbursed",
    value: (s) => s.measures.disbursed,
    cell: (s) => asCompact(s.measures.disbursed),
    isExtra: true,
  },
  {
    id: "interest",
    under: "Value",
    head: "interest earned",
    value: (s) => s.interest.amount,
    cell: (s) => (s.interest.amount == null ? "–" : asCompact(s.interest.amount)),
    isExtra: true,
  },
  {
    id: "rate",
    under: "Risk",
    head: "default",
    value: (s) => s.measures.default.rate,
    cell: (s) => asPercent(s.measures.default.rate),
  },
  {
    id: "interval",
    under: "Risk",
    head: "95 % interval",
    cell: (s) => asInterval(s.measures.default.low, s.measures.default.high),
    isExtra: true,
  },
  {
    id: "parts",
    under: "Risk",
    head: "defaulted of",
    cell: (s) => asParts(s.measures.default, definition),
    isExtra: true,
  },
  {
    id: "adjusted",
    under: "Risk",
    head: "adjusted",
    value: (s) => s.measures.default.adjusted,
    cell: (s) => asPercent(s.measures.default.adjusted),
    isExtra: true,
  },
  {
    id: "par30",
    under: "Risk",
    head: "PAR30",
    value: (s) => s.par30?.rate,
    cell: (s) => (s.par30?.rate == null ? "–" : asPercent(s.par30.rate)),
    isExtra: true,
  },
  {
    id: "loans",
    head: "Loans",
    value: (s) => s.measures.loans,
    cell: (s) =>
      pick ? (
        <LoansLink count={s.measures.loans} also={{ segment: [`${s.id}`] }}>
          {asCount(s.measures.loans)}
        </LoansLink>
      ) : (
        asCount(s.measures.loans)
      ),
  },
];

/** A figure of the profile with its effect size beside it. */
const profileColumns = (trait: Trait): Column<Segment>[] => [
  {
    id: trait.id,
    under: trait.under,
    head: trait.head,
    value: (s) => figureOf(s, trait).figure,
    cell: (s) => {
      const { figure, z } = figureOf(s, trait);
      return (
        <>
          {trait.value === null ? asAmount(figure) : asPercent(figure)}
          <span className={`effect ${strengthOf(z)}`}>{z === undefined ? "" : asDeviation(z)}</span>
        </>
      );
    },
    isExtra: !trait.isUsed,
  },
];

/** Ages and tenures with a decimal, incomes without. */
const asAmount = (value: number | undefined) =>
  value !== undefined && Math.abs(value) >= 1000 ? asCount(Math.round(value)) : asYears(value);
