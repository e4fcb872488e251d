import { asCount, asMoney, asPercent } from "../lib/format";

export type Bar = {
  key: string;
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  numerator: number | null;
  denominator: number | null;
  outstanding: number | null;
};

/** A chart's figures as a table; a group's name adds its filter, a second click takes it off. */
export function GroupTable({
  what,
  bars,
  onSelect,
}: {
  what: string;
  bars: Bar[];
  onSelect: (key: string) => void;
}) {
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col">Default rate</th>
            <th scope="col">95 % interval</th>
            <th scope="col">Defaulted of</th>
            <th scope="col">Outstanding</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((b) => (
            <tr key={b.key}>
              <th scope="row">
                <button type="button" className="quiet" onClick={() => onSelect(b.key)}>
                  {b.label}
                </button>
              </th>
              <td>{asPercent(b.value)}</td>
              <td>{b.low === null ? "–" : `${asPercent(b.low)} to ${asPercent(b.high)}`}</td>
              <td>
                {asCount(b.numerator)} of {asCount(b.denominator)}
              </td>
              <td>{asMoney(b.outstanding)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
