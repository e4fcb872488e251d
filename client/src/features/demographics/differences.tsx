import { useQuery } from "@tanstack/react-query";
import { Card } from "../../components/card";
import { differences, differencesCsv } from "../../components/get-differences";
import { useFilters } from "../../lib/filters";
import { differencesReading } from "./differences-data";
import { DifferencesTable } from "./differences-table";
import { people } from "./people";

const attributes = people.map((p) => p.by);

/** Which attributes of people go with default, those that do most surely first. */
export function Differences() {
  const { filters, definition } = useFilters();
  const query = useQuery(differences(filters, definition, attributes));
  return (
    <Card
      title="Which of these go with default beyond chance?"
      width={12}
      query={query}
      meaning={["adjustedP", "cramersV", "standOut", "heterogeneity"]}
      note={() =>
        "Highest and lowest are among groups large enough to say something. p is adjusted for asking about several attributes at once; strength runs from 0, none, to 1, all."
      }
      csv={{ name: "differences", ask: () => differencesCsv(filters, definition, attributes) }}
      isEmpty={({ data }) => data.loans === 0}
    >
      {({ meta, data }) => (
        <>
          <p className="reading">{differencesReading(data.rows, data.tested, meta.definition)}</p>
          <DifferencesTable rows={data.rows} definition={meta.definition} />
        </>
      )}
    </Card>
  );
}
