import { useQuery } from "@tanstack/react-query";
import { Card } from "../../components/card";
import { useFilters } from "../../lib/filters";
import { incomeRelation } from "./get-income-relation";
import { incomeReading } from "./income-relation-data";

export function IncomeRelation() {
  const { filters, definition } = useFilters();
  const query = useQuery(incomeRelation(filters, definition));
  return (
    <Card
      title="Does income matter?"
      width={12}
      query={query}
      loans={false}
      meaning={["incomeCorrelation"]}
      isEmpty={({ data }) => data.total.loans === 0}
    >
      {({ data }) => <p className="reading">{incomeReading(data.incomeCorrelation)}</p>}
    </Card>
  );
}
