import { readFile } from "node:fs/promises";
import { findNothing } from "./axe.mjs";
import { base, expectEqual, test } from "./harness.mjs";

const question = "What do you want to load?";
const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
const rows = (...lines) => `${lines.join("\n")}\n`;

const branches = file(
  "branches.csv",
  rows("branch_id,name,city,region", "B1,Harbour,Portland,Maine", "B2,Market,Austin,Texas"),
);
const customers = file(
  "customers.csv",
  rows(
    "customer_id,age,gender,annual_income,employment_status",
    "C1,41,female,52000,Employed",
    "C2,29,male,38000,Self-Employed",
    "C3,35,female,,Employed",
    "C4,52,male,61000,Retired",
  ),
);
const loanColumns =
  "loan_id,customer_id,branch_id,principal,interest_rate,term_months,start_date,status,amount_paid,outstanding_balance";
// L7 has no amount, L8 neither a date nor a known customer; L9 was overpaid. The eight others lent 77,500.00.
const loans = file(
  "loans.csv",
  rows(
    loanColumns,
    "L1,C1,B1,10000,6.5,24,2024-01-10,active,4000,6000",
    "L2,C1,B1,8000,7,12,2023-02-01,fully_paid,8000,0",
    "L3,C2,B2,12000,8.25,36,2024-03-05,active,2000,10000",
    "L4,C2,B2,5000,9,12,2023-05-20,defaulted,1000,4000",
    "L5,C3,B1,20000,5,48,2024-06-11,active,1000,19000",
    "L6,C3,B1,7500,6,24,2023-09-09,active,3500,4000",
    "L7,C4,B2,abc,6,24,2024-02-02,active,0,0",
    "L8,C9,B2,4000,6,24,2024-02-30,active,0,4000",
    "L9,C4,B2,9000,6,24,2023-12-01,active,9100,-100",
    "L10,C4,B1,6000,7.75,24,2024-05-05,active,1000,5000",
  ),
);
const book = [branches, customers, loans];
/** A book that takes some seconds to load. */
const largeBook = () => [
  file("customers.csv", rows("customer_id", ...Array.from({ length: 60_000 }, (_, i) => `C${i}`))),
  file(
    "loans.csv",
    rows(
      "loan_id,customer_id,principal,start_date,status",
      ...Array.from({ length: 120_000 }, (_, i) => `L${i},C${i % 60_000},1000,2024-01-01,active`),
    ),
  ),
];

const open = async (page, card) => {
  await page.goto(`${base}/data`);
  await card(question).waitFor();
};
const give = (page, files) => page.getByLabel("choose files").setInputFiles(files);
const preview = async (page) => {
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("region", { name: "What would be loaded" }).waitFor();
};
const load = (page, name = "Load") => page.getByRole("button", { name, exact: true }).click();
const published = (page) =>
  page.getByRole("region", { name: /^(Version \d+ is published|These data are published already)$/ });
const row = (within, name) => within.getByRole("row", { name });

test("findings show what must be seen in the seed, and the loans behind each are as many", async (page, card) => {
  await page.goto(`${base}/data?region=Texas`);
  const found = card("What must be seen in the data?");
  await row(
    found,
    /^Loans with a negative balance ?The customer has a credit.* Show loans \(9\).* 9 −11,910\.57$/,
  ).waitFor();
  await row(
    found,
    /^Approved loans past their contract end.* Show loans \(66\).* 66 1,375,691\.99$/,
  ).waitFor();
  await row(found, /^Customers without a loan.* 0 65 –$/).waitFor();
  await found.getByRole("link", { name: /^Show loans \(398\)/ }).click();
  await page.getByRole("heading", { name: "398 loans" }).waitFor();
  await page.getByRole("button", { name: /^Finding: fully paid, but does not balance/ }).waitFor();
});

test("a finding on customers names them", async (page, card) => {
  await open(page, card);
  await page.getByText("Customers who share their full name with another, by their keys (2)").click();
  const link = page.getByRole("link", { name: "499", exact: true });
  expectEqual(await link.getAttribute("href"), "/customers/499");
});

test("the dictionary is searched by any word", async (page, card) => {
  await open(page, card);
  const columns = card("What does each column mean?");
  const { data } = await (await page.request.get(`${base}/api/v1/data/dictionary`)).json();
  await columns.getByLabel("Search").fill("loans contract");
  await row(columns, "end_date loans date optional Contract end").waitFor();
  await columns.getByText(`1 of ${data.length} columns.`).waitFor();
});

test("the versions show the seed's totals", async (page, card) => {
  await open(page, card);
  const versions = card("Which versions of the book were there?");
  await row(versions, /May 6, 2025 seed, replace 1,000 .* 27,830,593\.01 .* 12,571,013\.17 12,034,514\.06/)
    .first()
    .waitFor();
});

// Nobody described it: a title, names of its own, dollars, a state that no dictionary knows, dates that could be either way, a total.
const tape = file(
  "March tape.csv",
  rows(
    "Portfolio of March,,,,,,,,,",
    "acct_no,cust_no,DOB,Amt. Financed,int_rt,trm_mos,orig_dt,tot_pd,cur_bal,phase",
    'A1,P1,12-MAR-55,"$12,500.00",7.25%,36,03/04/2023,"$4,100.50","$8,399.50",run',
    'A2,P2,03-JUL-88,"$8,000.00",9.5%,24,05/06/2022,"$8,000.00",$0.00,over',
    'A3,P1,12-MAR-55,"$20,000.00",6%,48,02/01/2023,"$2,000.00","$18,000.00",lost',
    'Total,,,"$40,500.00",,,,"$14,100.50","$26,399.50",',
  ),
);

test("a stranger's tape is matched, mended, kept as a profile, loaded, and stands on the dashboard", async (page, card) => {
  await open(page, card);
  await give(page, [tape]);
  await page.getByRole("radio", { name: /^another layout/ }).check();
  await page.getByRole("button", { name: "See how they might be read" }).click();
  await page.getByRole("heading", { name: "How the files might be read" }).waitFor();
  const what = (column) => page.getByLabel(`What ${column} is`, { exact: true });
  expectEqual(await what("Amt. Financed").inputValue(), "loans.principal");
  expectEqual(await what("cur_bal").inputValue(), "loans.outstanding_balance");
  await page.getByText("12-MAR-55 → 1955-03-12").waitFor();
  await page.getByText("No column was found for Loans: status.").waitFor();
  const save = page.getByRole("button", { name: "Save the profile" });
  expectEqual(await save.isDisabled(), true);
  // A person knows what the tape does not say.
  await what("phase").selectOption("loans.status");
  for (const [word, ours] of [
    ["run", "active"],
    ["over", "fully_paid"],
    ["lost", "written_off"],
  ])
    await page.getByLabel(`What ${word} means`).selectOption(ours);
  await page.getByLabel("How orig_dt is read").selectOption({ label: "03/04/2023 is 2023-04-03" });
  await page.getByText("03/04/2023 → 2023-04-03").waitFor();
  await page.getByText("It must be said what these words mean").waitFor({ state: "hidden" });
  await row(page, "loans 3 3 0 0").waitFor();
  await findNothing(page);
  await page.getByLabel("Name of the profile").fill("march");
  await save.click();
  await page.getByText("The profile march is saved, and reads the files now.").waitFor();
  await preview(page);
  await page.getByText("Nothing stands against it.").waitFor();
  await load(page);
  await published(page).getByText("40,500.00").waitFor();
  await page.getByRole("link", { name: "Overview", exact: true }).click();
  await card("How much of the book defaults?").getByText("1 of 3").waitFor();
});

test("files that no profile reads are said to be, and a source that is not whole says what it lacks", async (page, card) => {
  await open(page, card);
  await give(page, [file("holiday.txt", "sun\n")]);
  await page.getByText("No profile reads files of these names").waitFor();
  await page.getByRole("button", { name: "See how they might be read" }).click();
  await page.getByText("A file is empty").waitFor();
  await page.getByRole("button", { name: "Take off holiday.txt" }).click();
  const dropped = await page.evaluateHandle(() => {
    const files = new DataTransfer();
    files.items.add(new File(["LoanID\n1\n"], "Fact_Loans.csv"));
    return files;
  });
  const zone = page.getByText("Drop the files of your extract here");
  await zone.dispatchEvent("drop", { dataTransfer: dropped });
  await page.getByText("The profile seed also needs dim_branch.csv, dim_customer.csv.").waitFor();
  expectEqual(await page.getByRole("radio", { name: /^seed/ }).isChecked(), true);
  await preview(page);
  await page.getByText("missing: dim_branch.csv, dim_customer.csv").waitFor();
});

test("a book with two bad rows: seen before, loaded without them, corrected, and merged until it is whole", async (page, card) => {
  await open(page, card);
  await give(page, book);
  expectEqual(await page.getByRole("radio", { name: /^canonical/ }).isChecked(), true);
  await preview(page);
  await page.getByText("It can be loaded, without the rows that are refused.").waitFor();
  await row(page, "loans 10 8 2 0").waitFor();
  await page.getByRole("tab", { name: "loans 10" }).click();
  await row(page, /^loans\.csv, line 8 ?refused L7 C4 B2 abc/).waitFor();
  await row(
    page,
    "9 loans.csv start_date 2024-02-30 Not a date YYYY-MM-DD of the years 1901 to 2199.",
  ).waitFor();

  await load(page);
  const first = published(page);
  await first.getByText("77,500.00").waitFor();
  await first.getByText("29,600.00").waitFor();
  await first.getByText("47,900.00").waitFor();
  await row(first, "customers 4 4 0 0").waitFor();
  await row(first, /^loans\.csv 594 byte 10 10 0/).waitFor();
  await row(first, "Loans with a negative balance 1 1 −100.00").waitFor();
  const arrives = page.waitForEvent("download");
  await first.getByRole("button", { name: "Download the 2 refused rows of loans.csv" }).click();
  const download = await arrives;
  expectEqual(download.suggestedFilename(), "loans.csv");
  const refused = await readFile(await download.path(), "utf8");
  expectEqual(refused.trim().split(/\r?\n/).length, 3);

  const corrected = refused
    .replace("L7,C4,B2,abc", "L7,C4,B2,3000")
    .replace("C9,B2,4000,6,24,2024-02-30", "C4,B2,4000,6,24,2024-02-28");
  await give(page, [file("loans.csv", corrected)]);
  await page.getByRole("radio", { name: /^Merge into it/ }).check();
  await preview(page);
  await row(page, "loans 2 2 0 0").waitFor();
  await load(page);
  await row(published(page), "loans 2 2 0 0").waitFor();
  await row(
    card("Which versions of the book were there?"),
    /Jun 11, 2024 canonical, merge 10 \+2 84,500\.00 \+7,000\.00 29,600\.00 51,900\.00 \+4,000\.00/,
  )
    .first()
    .waitFor();
  await page.getByRole("link", { name: "Loans", exact: true }).click();
  await page.getByRole("heading", { name: "10 loans" }).waitFor();
});

test("an extract with other totals than expected is refused, and the book stays", async (page, card) => {
  await open(page, card);
  await give(page, book);
  await page.getByText("Totals that the extract must have, if you know them").click();
  await page.getByLabel("Number of loans").fill("11");
  await preview(page);
  await page.getByText("So it would be refused, and the book would stay as it is.").waitFor();
  await load(page, "Load all the same");
  const refused = card("The import was refused");
  await refused.getByText("The totals are not those expected").waitFor();
  await refused.getByText("Compare the extract with its source").waitFor();
  const why = row(
    card("Which imports came to nothing?"),
    /refused canonical 2 The totals are not those expected/,
  ).first();
  await refused.getByRole("button", { name: "Close" }).click();
  await refused.waitFor({ state: "hidden" });
  await why.getByRole("link").click();
  await refused.getByText("Compare the extract with its source").waitFor();
});

test("sending files can be cancelled, and nothing is loaded", async (page, card) => {
  let asked = 0;
  await page.route("**/api/v1/imports", (route) => {
    // The server takes its time.
    if (route.request().method() === "POST") asked++;
    else return route.continue();
  });
  await open(page, card);
  await give(page, book);
  await preview(page);
  await load(page);
  await page.getByRole("progressbar", { name: "Sending the files" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Sending was cancelled; nothing was loaded.").waitFor();
  expectEqual(asked, 1);
});

test("an import that goes on is found again after a reload, and can be cancelled", async (page, card) => {
  await open(page, card);
  await give(page, largeBook());
  await preview(page);
  await load(page);
  await page.getByRole("progressbar", { name: "Loading an extract (canonical)" }).waitFor();
  await page.goto(`${base}/data`);
  await page.getByRole("progressbar", { name: "Loading an extract (canonical)" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await card("The import was cancelled").getByText("Nothing of it was published.").waitFor();
});

test("an import by the keyboard alone", async (page, card) => {
  const tabTo = async (element) => {
    for (let i = 0; i < 80; i++) {
      if (await element.evaluate((e) => e === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error("Tab does not come to it.");
  };
  // Listened for from the start: asked for only now, the browser could open its own dialog before.
  page.on("filechooser", (chooser) => chooser.setFiles(book));
  await open(page, card);
  await tabTo(page.getByLabel("choose files"));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Take off loans.csv" }).waitFor();
  await tabTo(page.getByRole("button", { name: "Preview" }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "What would be loaded" }).waitFor();
  await tabTo(page.getByRole("tab", { name: /branches/ }));
  await page.keyboard.press("ArrowRight");
  await row(page, /customers\.csv, line 2 C1 41 female/).waitFor();
  await tabTo(page.getByRole("button", { name: "Load", exact: true }));
  await page.keyboard.press("Enter");
  await published(page).getByText("77,500.00").waitFor();
});

for (const colorScheme of ["light", "dark"])
  test(
    `axe finds nothing on a preview and on what came of an import, ${colorScheme}`,
    async (page, card) => {
      await open(page, card);
      await give(page, book);
      await page.getByText("Totals that the extract must have, if you know them").click();
      await preview(page);
      await findNothing(page);
      await load(page);
      await page.getByRole("heading", { name: "Refused rows: 2" }).waitFor();
      await page.waitForLoadState("networkidle");
      await findNothing(page);
    },
    { colorScheme },
  );

test("without data the first page leads to where they are loaded", async (page) => {
  await page.route("**/api/v1/**", (route) =>
    /\/(imports|profiles)$/.test(route.request().url())
      ? route.continue()
      : route.fulfill({
          status: 409,
          contentType: "application/problem+json",
          body: '{"type":"/problems/no-data","title":"No data loaded","status":409,"detail":"Load an extract."}',
        }),
  );
  await page.goto(base);
  await page.getByRole("link", { name: "Data page" }).click();
  await page.getByRole("heading", { name: "No data are loaded yet" }).waitFor();
  await give(page, book);
  await page.getByRole("button", { name: "Preview" }).waitFor();
  expectEqual(await page.getByRole("radio", { name: /^Merge into it/ }).count(), 0);
});

test("the seed is loaded again, every figure is asked anew, and loading it once more changes nothing", async (page, card) => {
  const seed = new URL("../../../shared/data/seed/", import.meta.url);
  const files = await Promise.all(
    ["dim_branch.csv", "dim_customer.csv", "fact_loans.csv"].map(async (name) => ({
      name,
      mimeType: "text/csv",
      buffer: await readFile(new URL(name, seed)),
    })),
  );
  await page.goto(`${base}/loans`);
  await page.getByRole("heading", { name: /loans$/ }).waitFor();
  await page.getByRole("link", { name: "Data", exact: true }).click();
  for (const wanted of [
    page.getByRole("region", { name: /^Version \d+ is published$/ }),
    card("These data are published already"),
  ]) {
    await card(question).waitFor();
    await give(page, files);
    await preview(page);
    await page.getByText("Nothing stands against it.").waitFor();
    await load(page);
    await wanted.getByText("27,830,593.01").waitFor();
  }
  await page.getByRole("link", { name: "Loans", exact: true }).click();
  await page.getByRole("heading", { name: "1,000 loans" }).waitFor();
});
