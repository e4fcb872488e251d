import { asDate } from "../../lib/format";
import { useLateness } from "./use-lateness";

/** Says that the page looks at an earlier day, with a way back. */
export function LookedAt() {
  const { asOf, setAsOf } = useLateness();
  return (
    <p className="span-12 way" role="status">
      {asOf && (
        <>
          As things stood on {asDate(asOf)}, with the loans filtered as they are now.{" "}
          <button type="button" className="quiet" onClick={() => setAsOf(undefined)}>
            Back to the date of the data
          </button>
        </>
      )}
    </p>
  );
}
