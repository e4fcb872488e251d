import { useId } from "react";
import { Link } from "react-router";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { asCount, asMoment, asNumber } from "../../lib/format";

type Props = { all: Schemas["SegmentationStatus"][]; shown: string | undefined };

/** Every segmentation made, newest first, each a link to its page. */
export function EarlierSegmentations({ all, shown }: Props) {
  const heading = useId();
  const { query } = useFilters();
  return (
    <section className="card span-6" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>Which segmentations were made?</h2>
      </header>
      <div className="scroll tall">
        <table>
          <thead>
            <tr>
              <th scope="col">Made</th>
              <th scope="col">k</th>
              <th scope="col">Seed</th>
              <th scope="col">Starts</th>
              <th scope="col">Version</th>
              <th scope="col">Inertia</th>
              <th scope="col" className="text">
                State
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map((s) => (
              <tr key={s.segmentationId}>
                <th scope="row">
                  <Link
                    to={{ search: `${query}${query && "&"}segmentation=${s.segmentationId}` }}
                    aria-current={s.segmentationId === shown ? "true" : undefined}
                  >
                    {asMoment(s.createdAt)}
                  </Link>
                </th>
                <td>{asCount(s.k)}</td>
                <td>{s.seed}</td>
                <td>{asCount(s.restarts)}</td>
                <td>{s.dataVersion}</td>
                <td>{s.inertia == null ? "–" : asNumber(s.inertia)}</td>
                <td className="text">{s.state}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
