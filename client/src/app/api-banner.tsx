import { useApiIsUp } from "./watch";

/** Says that the figures on the page are the last ones received, for as long as the API does not answer. */
export function ApiBanner() {
  const isUp = useApiIsUp();
  return (
    <div role="status">
      {!isUp && (
        <p className="notice">
          The API does not answer. What is shown was received before; the page goes on by itself once it
          answers again.
        </p>
      )}
    </div>
  );
}
