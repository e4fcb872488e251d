import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { type Check, type Dropped, tidied } from "../lib/address";

const none: Record<string, Check> = {};

/** Takes out of the address what the page cannot use, and says so: a mistyped filter must not pass for the whole book unseen. */
export function AddressNotice({ own = none }: { own?: Record<string, Check> }) {
  const [search, setSearch] = useSearchParams();
  const [said, setSaid] = useState<Dropped[]>([]);
  useEffect(() => {
    const { clean, dropped } = tidied(search, own);
    if (dropped.length > 0) setSaid(dropped);
    if (clean.toString() !== search.toString()) setSearch(clean, { replace: true });
  }, [search, own, setSearch]);
  if (said.length === 0) return null;
  return (
    <div className="notice" role="status">
      <p>
        Left out of the address:{" "}
        {said.map(({ key, value, why }, i) => (
          <span key={`${key}=${value}`}>
            {i > 0 && "; "}
            <code>
              {key}={value}
            </code>{" "}
            ({why})
          </span>
        ))}
        .
      </p>
      <button type="button" onClick={() => setSaid([])}>
        Understood
      </button>
    </div>
  );
}
