import type { Column } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asCount, asDate, asMoney } from "../../lib/format";

const orDash = (value: number | null | undefined) => (value == null ? "–" : asMoney(value));

/** The payments that went into an instalment, by their numbers; how much of each where they were several. */
export const paidBy = ({ paidBy: parts }: Schemas["InstalmentItem"]): string =>
  parts
    .map((p) => (parts.length > 1 ? `${p.paymentNo} (${asMoney(p.amount)})` : `${p.paymentNo}`))
    .join(", ");

/** The instalments that a payment went into, by their numbers; how much into each where they were several. */
export const paidFor = ({ paidFor: parts }: Schemas["PaymentItem"]): string =>
  parts
    .map(({ seq, amount }) => {
      const what = seq == null ? "beyond the schedule" : `${seq}`;
      return parts.length > 1 || seq == null ? `${what} (${asMoney(amount)})` : what;
    })
    .join(", ");

/** How early or late an instalment was paid, or is open. */
export function lateness({ daysLate: days }: Schemas["InstalmentItem"]): string {
  if (days == null) return "–";
  return days === 0 ? "on time" : days < 0 ? `${asCount(-days)} early` : `${asCount(days)} late`;
}

/** An amount falling due, and which payments paid it. */
export const instalmentColumns: Column<Schemas["InstalmentItem"]>[] = [
  { id: "seq", head: "No.", value: (i) => i.seq, cell: (i) => i.seq },
  { id: "due", head: "Due", value: (i) => i.dueDate, cell: (i) => asDate(i.dueDate) },
  { id: "amount", head: "Amount", value: (i) => i.amountDue, cell: (i) => asMoney(i.amountDue) },
  { id: "paid", head: "Paid", value: (i) => i.paid, cell: (i) => orDash(i.paid) },
  { id: "unpaid", head: "Open", value: (i) => i.unpaid, cell: (i) => orDash(i.unpaid) },
  {
    id: "settled",
    head: "Settled on",
    value: (i) => i.settledOn,
    cell: (i) => (i.settledOn ? asDate(i.settledOn) : "–"),
  },
  { id: "late", head: "Days", value: (i) => i.daysLate, cell: (i) => lateness(i) },
  {
    id: "by",
    head: "Paid by",
    isText: true,
    value: (i) => paidBy(i),
    cell: (i) => paidBy(i) || "–",
  },
  {
    id: "principal",
    head: "Principal",
    isExtra: true,
    value: (i) => i.principal,
    cell: (i) => orDash(i.principal),
  },
  {
    id: "interest",
    head: "Interest",
    isExtra: true,
    value: (i) => i.interest,
    cell: (i) => orDash(i.interest),
  },
];

/** A movement of money, and which instalments it paid. */
export const paymentColumns: Column<Schemas["PaymentItem"]>[] = [
  { id: "paid", head: "Paid", value: (p) => p.paidOn, cell: (p) => asDate(p.paidOn) },
  { id: "number", head: "Number", isText: true, value: (p) => p.paymentNo, cell: (p) => p.paymentNo },
  { id: "kind", head: "Kind", isText: true, value: (p) => p.kind, cell: (p) => p.kind },
  { id: "amount", head: "Amount", value: (p) => p.amount, cell: (p) => asMoney(p.amount) },
  {
    id: "for",
    head: "Paid instalments",
    isText: true,
    value: (p) => paidFor(p),
    cell: (p) => paidFor(p) || "–",
  },
];
