import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import { Link } from "react-router";
import type { Problem } from "../lib/api";

type Tell = (title: string, says: string | undefined) => void;
const Telling = createContext<Tell | undefined>(undefined);

/** Gathers the cards within whose question the book cannot answer into one list, each in the API's own words, so that what it can answer stands first. */
export function OutOfReach({ children }: { children: ReactNode }) {
  const [told, setTold] = useState<ReadonlyMap<string, string>>(new Map());
  const tell = useCallback<Tell>((title, says) => {
    setTold((before) => {
      if (before.get(title) === says) return before;
      const next = new Map(before);
      if (says === undefined) next.delete(title);
      else next.set(title, says);
      return next;
    });
  }, []);
  return (
    <Telling value={tell}>
      {children}
      {told.size > 0 && (
        <section className="card span-12 out-of-reach" aria-labelledby="out-of-reach">
          <header>
            <h2 id="out-of-reach">What would this book need to tell more?</h2>
          </header>
          <dl>
            {[...new Set(told.values())].map((says) => (
              <div key={says}>
                <dt>
                  {[...told.keys()]
                    .filter((title) => told.get(title) === says)
                    .map((title) => (
                      <span key={title}>{title}</span>
                    ))}
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
          <footer>
            <p>Templates of the files, and a way to load them:</p>
            <Link to="/data">Data</Link>
          </footer>
        </section>
      )}
    </Telling>
  );
}

/** Whether a question is out of the book's reach, and whether that is said elsewhere. */
export function useOutOfReach(title: string, error: Error | null): { is: boolean; isToldElsewhere: boolean } {
  const tell = useContext(Telling);
  const is = (error as Problem | null)?.type === "/problems/repayment-history-required";
  const says = is ? error?.message : undefined;
  useEffect(() => {
    tell?.(title, says);
    return () => tell?.(title, undefined);
  }, [tell, title, says]);
  return { is, isToldElsewhere: is && tell !== undefined };
}
