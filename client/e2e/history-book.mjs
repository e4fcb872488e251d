import { base } from "./harness.mjs";

const columns = (names, rows) => `${[names, ...rows].join("\n")}\n`;
const day = (year, month, date) => new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);

/** Twelve instalments of 100, the first a month after the start, and no interest. */
const schedule = (loan, year, month, date) =>
  Array.from({ length: 12 }, (_, i) => `${loan},${i + 1},${day(year, month + i + 1, date)},100,100,0`);
const paid = (loan, ...payments) => payments.map(([on, amount = 100]) => `${loan},${on},${amount},payment`);
/** The 10th of some months of 2024. */
const tenths = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => [day(2024, from + i, 10)]);

/**
 * Six loans of 1,200 as of 31 December 2024, worked by hand. A pays on the day: 100 left. B pays four and stops: 51 days past due, 200 overdue,
 * 800 left. C pays three and stops: 174 days, 600 overdue, 900 left. D pays the last of three ten days late: 900 left. E pays all back in May. F is
 * only approved.
 */
const files = {
  "branches.csv": columns("branch_id,name,city,region", [
    "B1,Harbour,Portland,Maine",
    "B2,Market,Austin,Texas",
  ]),
  "customers.csv": columns("customer_id,age,gender,annual_income,employment_status", [
    "C1,41,female,52000,Employed",
    "C2,29,male,38000,Self-Employed",
  ]),
  "loans.csv": columns(
    "loan_id,customer_id,branch_id,product,principal,interest_rate,term_months,start_date,status,amount_paid,outstanding_balance,closed_on",
    [
      "A,C1,B1,Car,1200,0,12,2024-01-10,active,1100,100,",
      "B,C1,B1,Car,1200,0,12,2024-06-10,active,400,800,",
      "C,C2,B2,Home,1200,0,12,2024-03-10,active,300,900,",
      "D,C2,B2,Home,1200,0,12,2024-09-10,active,300,900,",
      "E,C2,B1,Car,1200,0,12,2024-01-15,fully_paid,1200,0,2024-05-15",
      "F,C1,B2,Home,1200,0,12,2024-12-20,approved,0,0,",
    ],
  ),
  "instalments.csv": columns("loan_id,seq,due_date,amount_due,principal,interest", [
    ...schedule("A", 2024, 1, 10),
    ...schedule("B", 2024, 6, 10),
    ...schedule("C", 2024, 3, 10),
    ...schedule("D", 2024, 9, 10),
    ...schedule("E", 2024, 1, 15),
  ]),
  "payments.csv": columns("loan_id,paid_on,amount,kind", [
    ...paid("A", ...tenths(2, 12)),
    ...paid("B", ...tenths(7, 10)),
    ...paid("C", ...tenths(4, 6)),
    ...paid("D", ["2024-10-10"], ["2024-11-10"], ["2024-12-20"]),
    ...paid("E", ["2024-02-15"], ["2024-03-15"], ["2024-04-15"], ["2024-05-15", 900]),
  ]),
};

/** Loads the book in place of what is loaded; where it is there already, nothing happens. */
export async function loadHistory() {
  const form = new FormData();
  for (const [name, text] of Object.entries(files)) form.append("files", new Blob([text]), name);
  for (const [name, value] of Object.entries({ profile: "canonical", asOf: "2024-12-31", mode: "replace" }))
    form.append(name, value);
  const started = await fetch(`${base}/api/v1/imports`, { method: "POST", body: form });
  if (!started.ok) throw new Error(await started.text());
  const { importId } = await started.json();
  for (let tries = 0; tries < 600; tries++) {
    const found = await (await fetch(`${base}/api/v1/imports/${importId}`)).json();
    if (found.state === "published") return;
    if (found.state === "failed") throw new Error(JSON.stringify(found.problem));
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("The book did not load.");
}
