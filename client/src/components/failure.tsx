import type { Problem } from "../lib/api";

/** A card's own error: what went wrong, in the API's words, and a way to try again. */
export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
  return (
    <div role="alert" className="failure">
      <p>
        <strong>{problem.title}.</strong> {problem.message}
      </p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
