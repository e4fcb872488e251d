import { Card } from "../../components/card";
import { type Props, useCard } from "./use-card";

/** What the model must not be used for, and what it cannot tell, in the API's words. */
export function Limits({ model }: Props) {
  const query = useCard(model);
  return (
    <Card title="What must it not be used for?" query={query} loans={false}>
      {({ data }) => (
        <>
          <ul className="points">
            {data.mustNotBeUsedFor.map((use) => (
              <li key={use}>{use}</li>
            ))}
          </ul>
          <h3>What it cannot tell</h3>
          <ul className="points">
            {data.limits.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
