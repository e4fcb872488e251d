import { asCount, asInterval, asMoney, asParts, asPercent } from "../lib/format";
import type { Definition } from "../lib/words";
import type { Group } from "./breakdown-data";

type Props = {
  what: string;
  groups: Group[];
  definition: Definition;
  onSelect?: (key: string) => void;
};

/** A chart's figures as a table; a group's name adds its filter, a second click takes it off. */
export function GroupTable({ what, groups, definition, onSelect }: Props) {
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col">Loans</th>
            <th scope="col">Default rate</th>
            <th scope="col">95 % interval</th>
            <th scope="col">Defaulted of</th>
            <th scope="col">Outstanding</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ key, label, measures }) => (
            <tr key={key}>
              <th scope="row">
                {onSelect ? (
                  <button type="button" className="quiet" onClick={() => onSelect(key)}>
                    {label}
                  </button>
                ) : (
                  label
                )}
              </th>
              <td>{asCount(measures.loans)}</td>
              <td>{asPercent(measures.default.rate)}</td>
              <td>{asInterval(measures.default.low, measures.default.high)}</td>
              <td>{asParts(measures.default, definition)}</td>
              <td>{asMoney(measures.outstanding)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
