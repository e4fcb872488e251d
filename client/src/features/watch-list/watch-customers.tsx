import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useRef, useState } from "react";
import { Card, FileButton } from "../../components/card";
import type { Schemas } from "../../lib/api";
import { useFilters } from "../../lib/filters";
import { useIsPrinting } from "../../lib/printing";
import { watchListAs } from "./get-watch-list";
import { useWatchList } from "./use-watch-list";
import { WatchCustomer } from "./watch-customer";

/** The customers with their loans, most worth contacting first. */
export function WatchCustomers() {
  const { isFiltered, clear } = useFilters();
  const { question, query } = useWatchList();
  return (
    <Card
      title="Whom to contact this week?"
      width={12}
      query={query}
      loans={false}
      meaning={["earlyWarnings", "expectedLossAvoided", "reasons", "riskBand"]}
      note={() => "The files have a row for each loan; JSON has all that the page knows."}
      isEmpty={({ data }) => data.customers.length === 0}
      empty={
        <p className="nothing">
          No customer {isFiltered ? "of these filters " : ""}has a running loan to be watched.{" "}
          {isFiltered && (
            <button type="button" className="quiet" onClick={clear}>
              Clear all
            </button>
          )}
        </p>
      }
    >
      {({ data }) => (
        <>
          <div className="pickers">
            {(["CSV", "Parquet", "NDJSON", "JSON"] as const).map((form) => (
              <FileButton key={form} form={form} name="watch-list" ask={() => watchListAs(form, question)} />
            ))}
          </div>
          <Customers customers={data.customers} />
        </>
      )}
    </Card>
  );
}

/** Draws those in sight, and those that are being written on. */
function Customers({ customers }: { customers: Schemas["WatchCustomer"][] }) {
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const isOpen = useCallback(
    (i: number) => customers[i]?.loans.some((l) => open.has(l.loanId)) ?? false,
    [customers, open],
  );
  const virtual = useVirtualizer({
    count: customers.length,
    getScrollElement: () => box.current,
    getItemKey: (i) => customers[i]?.customerId ?? i,
    estimateSize: (i) => 92 + (customers[i]?.loans.length ?? 1) * 62,
    overscan: 4,
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      const held = [...customers.keys()].filter((i) => isOpen(i) && !inSight.includes(i));
      return [...inSight, ...held].toSorted((a, b) => a - b);
    },
  });
  const toggle = useCallback(
    (loanId: string, isWanted: boolean) =>
      setOpen((now) => {
        const next = new Set(now);
        if (isWanted) next.add(loanId);
        else next.delete(loanId);
        return next;
      }),
    [],
  );
  const isPrinting = useIsPrinting();
  const items = isPrinting
    ? customers.map(({ customerId }, index) => ({ index, key: customerId, start: 0 }))
    : virtual.getVirtualItems();
  return (
    <div ref={box} className="scroll tall whole">
      <ul
        className="watched"
        style={isPrinting ? undefined : { height: virtual.getTotalSize() }}
        aria-label="Customers to contact"
      >
        {items.map(({ index, key, start }) => {
          const customer = customers[index];
          return (
            customer && (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                aria-setsize={customers.length}
                aria-posinset={index + 1}
                style={isPrinting ? undefined : { translate: `0 ${start}px` }}
              >
                <WatchCustomer customer={customer} open={open} onToggle={toggle} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
