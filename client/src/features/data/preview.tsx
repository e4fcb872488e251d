import { useEffect, useId, useRef } from "react";
import type { Schemas } from "../../lib/api";
import { asDate, asSize } from "../../lib/format";
import { FileTable, TableTable } from "./count-tables";
import { head } from "./files-data";
import { FindingTable } from "./finding-table";
import { MappedTables } from "./mapped-tables";
import { tablesOf } from "./preview-data";
import { RejectTable } from "./reject-table";

type Props = { preview: Schemas["ImportPreview"]; isBusy: boolean; onLoad: () => void };

/** What would become of the files: nothing is loaded yet. */
export function Preview({ preview, isBusy, onLoad }: Props) {
  const { rejects, findings, problems, files, excerpt } = preview;
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  // The reader asked for it, and it comes below what was filled in.
  useEffect(() => heading.current?.focus(), []);
  const tables = tablesOf(preview);
  return (
    <section className="preview" aria-labelledby={id}>
      <h3 id={id} ref={heading} tabIndex={-1}>
        What would be loaded
      </h3>
      {problems.map((p) => (
        <p key={p.type + p.detail} className="warning">
          <strong>{p.title}.</strong> {p.detail}
        </p>
      ))}
      <p className="reading">
        {problems.length > 0
          ? "So it would be refused, and the book would stay as it is."
          : rejects.length > 0
            ? "It can be loaded, without the rows that are refused."
            : "Nothing stands against it."}{" "}
        {excerpt &&
          `Only the beginning of each large file was looked at (${asSize(head)}), so the counts are not those of the whole.`}
      </p>
      <dl className="facts">
        <Fact
          name="Date of the data"
          value={preview.asOf ? asDate(preview.asOf) : "known once all is read"}
        />
        <Fact name="Currency" value={preview.currency ?? "not stated"} />
      </dl>
      <div className="columns">
        <div>
          <h4>By file</h4>
          <FileTable files={files} />
        </div>
        {tables.length > 0 && (
          <div>
            <h4>By table</h4>
            <TableTable tables={tables} />
          </div>
        )}
      </div>
      {tables.length > 0 && <MappedTables tables={tables} rejects={rejects} />}
      {rejects.length > 0 && (
        <>
          <h4>Rows that would be refused{rejects.length === 50 && ", the first 50"}</h4>
          <RejectTable label="Rows that would be refused" rejects={rejects} />
        </>
      )}
      {findings.length > 0 && (
        <>
          <h4>To be seen in the files</h4>
          <FindingTable label="To be seen in the files" findings={findings} />
        </>
      )}
      <div className="steps">
        <button
          type="button"
          className={problems.length > 0 ? undefined : "primary"}
          disabled={isBusy}
          onClick={onLoad}
        >
          {problems.length > 0 ? "Load all the same" : "Load"}
        </button>
        {problems.length > 0 && rejects.length > 0 && (
          <p className="soft">The refused rows are kept all the same, as files to correct.</p>
        )}
      </div>
    </section>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
