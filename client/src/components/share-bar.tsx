/** A share as a bar beside its figure; the figure says it, so the bar is for the eye alone. */
export function ShareBar({ share }: { share: number | null | undefined }) {
  return (
    <span className="share" aria-hidden="true">
      {share != null && <span style={{ width: `${share * 100}%` }} />}
    </span>
  );
}
