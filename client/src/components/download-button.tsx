import { type ReactNode, useState } from "react";
import { save } from "../lib/download";

type Props = {
  /** What the file is called, ending included. */
  file: string;
  /** What the download is called where that fails. */
  what: string;
  label?: string;
  ask: () => Promise<unknown>;
  children: ReactNode;
};

/** Downloads a file on request; says so where that fails. */
export function DownloadButton({ file, what, label, ask, children }: Props) {
  const [state, setState] = useState<"ready" | "busy" | "failed">("ready");
  const download = async () => {
    setState("busy");
    try {
      save((await ask()) as Blob, file);
      setState("ready");
    } catch {
      setState("failed");
    }
  };
  const failed = `${what} failed: try again`;
  return (
    <button
      type="button"
      className="quiet"
      aria-label={state === "failed" ? failed : label}
      disabled={state === "busy"}
      onClick={() => void download()}
    >
      {state === "failed" ? failed : children}
    </button>
  );
}
