import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { put } from "../../lib/address";
import { useParameter } from "../../lib/filters";
import "../../styles/data.css";
import { Attempts } from "./attempts";
import { Dictionary } from "./dictionary";
import { type Import, importRun, imports } from "./get-imports";
import { versions } from "./get-versions";
import { ImportCard } from "./import-card";
import { toShow } from "./import-data";
import { ImportForm } from "./import-form";
import { Quality } from "./quality";
import { Versions } from "./versions";

/** Loading data, what was loaded, how good it is, and what it means; the one page that works before there are any. */
export function Data() {
  const [wanted, setWanted] = useParameter("import");
  const [, setSearch] = useSearchParams();
  const [same, setSame] = useState<string>();
  const queries = useQueryClient();
  const list = useQuery(imports());
  const book = useQuery(versions());
  const shown = toShow(list.data?.items ?? [], wanted);
  // An import found under way, after a reload or another's, is followed to its end.
  useEffect(() => {
    if (shown && !wanted) setSearch((s) => put(s, "import", shown), { replace: true });
  }, [shown, wanted, setSearch]);
  const follow = (run: Import, isSame: boolean) => {
    queries.setQueryData(importRun(run.importId).queryKey, run);
    void queries.invalidateQueries(imports());
    setSame(isSame ? run.importId : undefined);
    setWanted(run.importId);
    // It shows at the top, and so does the reader's focus.
    document.getElementById("page")?.focus();
    scrollTo({ top: 0 });
  };
  return (
    <div className="grid">
      {shown && (
        <ImportCard key={shown} id={shown} isSame={same === shown} onClose={() => setWanted(undefined)} />
      )}
      <ImportForm hasBook={book.isFetching || (book.data?.items.length ?? 0) > 0} onStarted={follow} />
      <Versions shown={shown} />
      <Attempts shown={shown} />
      <Quality />
      <Dictionary />
    </div>
  );
}
