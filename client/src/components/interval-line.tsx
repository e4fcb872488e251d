type Known = number | null | undefined;
type Props = { low: Known; value: Known; high: Known; overall?: Known; end: number };

/** A rate and its interval drawn beside their figures, which say it; so it is for the eye alone. */
export function IntervalLine({ low, value, high, overall, end }: Props) {
  const at = (part: number) => `${(part / end) * 100}%`;
  return (
    <span className="interval-line" aria-hidden="true">
      {overall != null && <span className="all" style={{ left: at(overall) }} />}
      {low != null && high != null && (
        <span className="reach" style={{ left: at(low), right: `calc(100% - ${at(high)})` }} />
      )}
      {value != null && <span className="point" style={{ left: at(value) }} />}
    </span>
  );
}
