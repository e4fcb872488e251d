import type { Column } from "../../components/table";
import type { Schemas } from "../../lib/api";
import { asDate, asMoney } from "../../lib/format";

const orDash = (value: number | null | undefined) => (value == null ? "–" : asMoney(value));

/** An amount falling due. */
export const instalmentColumns: Column<Schemas["InstalmentItem"]>[] = [
  { id: "seq", head: "No.", value: (i) => i.seq, cell: (i) => i.seq },
  { id: "due", head: "Due", value: (i) => i.dueDate, cell: (i) => asDate(i.dueDate) },
  { id: "amount", head: "Amount", value: (i) => i.amountDue, cell: (i) => asMoney(i.amountDue) },
  { id: "principal", head: "Principal", value: (i) => i.principal, cell: (i) => orDash(i.principal) },
  { id: "interest", head: "Interest", value: (i) => i.interest, cell: (i) => orDash(i.interest) },
];

/** A movement of money. */
export const paymentColumns: Column<Schemas["PaymentItem"]>[] = [
  { id: "paid", head: "Paid", value: (p) => p.paidOn, cell: (p) => asDate(p.paidOn) },
  { id: "number", head: "Number", isText: true, value: (p) => p.paymentNo, cell: (p) => p.paymentNo },
  { id: "kind", head: "Kind", isText: true, value: (p) => p.kind, cell: (p) => p.kind },
  { id: "amount", head: "Amount", value: (p) => p.amount, cell: (p) => asMoney(p.amount) },
];
