import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { Card } from "../../components/card";
import { DownloadButton } from "../../components/download-button";
import { asCount, asDate, asMoment, asMoney, asPercent } from "../../lib/format";
import { FileTable, TableTable } from "./count-tables";
import { FindingTable } from "./finding-table";
import { cancelImport, type Import, importRun, imports, isActive, rejects, rejectsCsv } from "./get-imports";
import { helpFor, phaseOf, refusedRows, rejectFileOf, titleOf } from "./import-data";
import { RejectTable } from "./reject-table";

type Props = {
  id: string;
  /** Whether it was asked for now, and found to be published already. */
  isSame: boolean;
  onClose: () => void;
};

/** One import: how far it is, or what came of it. */
export function ImportCard({ id, isSame, onClose }: Props) {
  const query = useQuery(importRun(id));
  useFreshFigures(query.data);
  return (
    <Card
      title={
        query.data
          ? isSame
            ? "These data are published already"
            : titleOf(query.data)
          : "What came of the import?"
      }
      width={12}
      query={query}
      note={(run) =>
        !isActive(run) &&
        `Profile ${run.profile}, ${run.mode}, ${run.asOf ? `data as of ${asDate(run.asOf)}, ` : ""}begun ${asMoment(run.createdAt)}.`
      }
      loans={
        query.data && isActive(query.data) ? null : (
          <button type="button" className="quiet" onClick={onClose}>
            Close
          </button>
        )
      }
    >
      {(run) => (isActive(run) ? <Progress run={run} /> : <Result run={run} isSame={isSame} />)}
    </Card>
  );
}

/** Once an import that was followed has ended, every figure on every page may be another. */
function useFreshFigures(run: Import | undefined) {
  const queries = useQueryClient();
  const wasActive = useRef(false);
  useEffect(() => {
    if (!run) return;
    if (wasActive.current && !isActive(run)) void queries.invalidateQueries();
    wasActive.current = isActive(run);
  }, [run, queries]);
}

function Progress({ run }: { run: Import }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelImport(run.importId),
    // One that has ended meanwhile cannot be stopped; its state says how it ended.
    onSettled: () =>
      Promise.all([queries.invalidateQueries(importRun(run.importId)), queries.invalidateQueries(imports())]),
  });
  return (
    <>
      <div className="progress">
        <progress aria-label={titleOf(run)} max={1} value={run.progress} />
        <span>{asPercent(run.progress)}</span>
        <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          {cancel.isPending ? "Cancelling…" : "Cancel"}
        </button>
      </div>
      <p role="status">{phaseOf(run)}</p>
      <p className="soft">
        Until it is published all pages show the book as it was. You may leave this page and come back.
      </p>
    </>
  );
}

function Result({ run, isSame }: { run: Import; isSame: boolean }) {
  const { result, files } = run;
  const help = helpFor(run);
  return (
    <div className="result">
      {isSame && (
        <p role="status" className="reading">
          The files, the profile, the date and the mode are those of version {run.version}, which is the book
          now. Nothing was loaded anew.
        </p>
      )}
      {!isSame && result && (
        <p role="status" className="reading">
          {run.state === "unchanged"
            ? `They are version ${run.version}; nothing was loaded anew.`
            : "All pages show it now."}{" "}
          <Link to="/">To the overview</Link>
        </p>
      )}
      {help && (
        <div role="alert" className="failure">
          {run.detail && (
            <p>
              {run.title && <strong>{run.title}.</strong>} {run.detail}
            </p>
          )}
          <p>{help}</p>
        </div>
      )}
      {result && (
        <dl className="figures">
          <Figure name="Loans" value={asCount(result.totals.loans)} />
          <Figure name="Amount lent" value={asMoney(result.totals.principal)} />
          <Figure name="Repaid" value={asMoney(result.totals.amountPaid)} />
          <Figure name="Outstanding" value={asMoney(result.totals.outstanding)} />
        </dl>
      )}
      {(files.length > 0 || result) && (
        <div className="columns">
          {result && (
            <div>
              <h3>By table</h3>
              <TableTable tables={result.tables} />
            </div>
          )}
          {files.length > 0 && (
            <div>
              <h3>By file</h3>
              <FileTable files={files} />
            </div>
          )}
        </div>
      )}
      {run.rejects > 0 && <Rejects run={run} />}
      {result && result.findings.length > 0 && (
        <>
          <h3>Findings</h3>
          <FindingTable label="Findings of the import" findings={result.findings} />
        </>
      )}
    </div>
  );
}

/** The refused rows, and the files to correct. */
function Rejects({ run }: { run: Import }) {
  const { data } = useQuery(rejects(run.importId));
  return (
    <>
      <h3>Refused rows: {asCount(run.rejects)}</h3>
      <p>
        Download them, correct them, and load the file
        {run.state === "published" ? " as a merge: it adds the corrected rows to the book." : " again."} The
        last five columns say what is wrong; they may stay.
      </p>
      <ul className="downloads">
        {run.rejectsByFile.map(({ file, rejects: count }) => (
          <li key={file}>
            <DownloadButton file={rejectFileOf(file)} what={file} ask={() => rejectsCsv(run.importId, file)}>
              Download {refusedRows(count)} of {file}
            </DownloadButton>
          </li>
        ))}
      </ul>
      {data && <RejectTable label="Refused rows" rejects={data.items} />}
      {data && data.items.length < data.total && (
        <p className="soft">The first {asCount(data.items.length)}; the downloads hold all.</p>
      )}
    </>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
