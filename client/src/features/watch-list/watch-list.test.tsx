// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "../../lib/api";
import { meta, renderAt, server } from "../../testing/render";
import { Capacity } from "./capacity";
import { SupportProfiles } from "./support-profiles";
import { WatchCustomer } from "./watch-customer";

const note = (more: object = {}) => ({
  loanId: "7",
  owner: null,
  status: "open",
  note: null,
  outcome: null,
  changedAt: null,
  noteTag: '"a-0"',
  ...more,
});
const customer = {
  place: 1,
  customerId: "C1",
  exposure: 1200,
  probability: 0.3,
  expectedLoss: 162,
  expectedLossAvoided: 32.4,
  action: "agreePlan",
  actionWords: "Call and agree on a plan",
  reasons: ["further behind than a month before"],
  loans: [
    {
      loanId: "7",
      branchId: "1",
      product: "car",
      exposure: 1200,
      daysPastDue: 45,
      delinquencyBucket: "31-60",
      probability: 0.3,
      riskBand: "very high",
      expectedLoss: 162,
      warnings: ["risingDaysPastDue"],
      reasons: ["further behind than a month before"],
      note: note(),
    },
  ],
} as unknown as Schemas["WatchCustomer"];
const ofLoan = "*/api/v1/risk/watch-list/7";
const shown = () =>
  renderAt(
    "/watch-list?region=North",
    <WatchCustomer customer={customer} open={new Set(["7"])} onToggle={ended} />,
  );
let ends: unknown[] = [];
const ended = (...how: unknown[]) => ends.push(how);

test("what is recorded is sent with the tag that was seen", async () => {
  const sent: unknown[] = [];
  ends = [];
  server.use(
    http.put(ofLoan, async ({ request }) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return HttpResponse.json(note({ noteTag: '"a-1"' }));
    }),
  );
  shown();
  fireEvent.change(screen.getByLabelText("Status"), { target: { value: "contacted" } });
  fireEvent.change(screen.getByLabelText("Owner"), { target: { value: " Ann " } });
  fireEvent.change(screen.getByLabelText("Outcome"), { target: { value: "unreachable" } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(ends).toEqual([["7", false]]));
  expect(sent).toEqual([
    ['"a-0"', { owner: "Ann", status: "contacted", note: null, outcome: "unreachable" }],
  ]);
});

test("who comes second is told who was first, and can still record over it with the new tag", async () => {
  const tags: (string | null)[] = [];
  ends = [];
  server.use(
    http.put(ofLoan, ({ request }) => {
      tags.push(request.headers.get("If-Match"));
      return tags.length > 1
        ? HttpResponse.json(note({ noteTag: '"a-2"' }))
        : HttpResponse.json(
            {
              type: "/problems/changed-meanwhile",
              title: "Someone else changed it",
              status: 412,
              detail: "The loan is promised with Bea now.",
            },
            { status: 412 },
          );
    }),
    http.get(ofLoan, () =>
      HttpResponse.json(
        note({ owner: "Bea", status: "promised", changedAt: "2026-11-28T09:00:00Z", noteTag: '"a-1"' }),
      ),
    ),
  );
  shown();
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  const alert = await screen.findByRole("alert");
  await within(alert).findByText(/The loan is promised with Bea now\. Recorded now: promised to pay, Bea/);
  expect(within(alert).getByRole("button", { name: "Take theirs" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Record mine instead" }));
  await waitFor(() => expect(ends).toEqual([["7", false]]));
  expect(tags).toEqual(['"a-0"', '"a-1"']);
});

test("lateness, risk band and product of a loan are filters; its page keeps those in force", () => {
  const { address } = shown();
  for (const name of ["very high risk", "45 days past due", "car"])
    fireEvent.click(screen.getByRole("button", { name }));
  expect(address().toString()).toBe("region=North&riskBand=very+high&delinquencyBucket=31-60&product=car");
  expect(screen.getByRole("link", { name: "Loan 7" }).getAttribute("href")).toMatch(
    /^\/loans\/7\?region=North/,
  );
});

const list = {
  rankedBy: "warnings",
  capacity: 50,
  eligibleCustomers: 80,
  eligibleLoans: 90,
  assumptions: {
    contactEffect: 0.2,
    lossGivenDefault: 0.45,
    lossGivenDefaultBasis: "assumed",
    baseProbability: 0.1,
  },
  expectedLoss: 100,
  expectedLossAvoided: 20,
  customers: [customer],
  backTest: [],
};

test("the slider asks once the hand rests, and a shorter list is in the address", async () => {
  const asked: (string | null)[] = [];
  server.use(
    http.get("*/api/v1/risk/watch-list", ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("capacity"));
      return HttpResponse.json({ meta, data: list });
    }),
  );
  const { address } = renderAt("/watch-list", <Capacity />);
  const slider = await screen.findByLabelText<HTMLInputElement>("Customers to contact");
  expect(slider.max).toBe("80");
  for (const place of ["40", "20", "10"]) fireEvent.change(slider, { target: { value: place } });
  await waitFor(() => expect(address().get("capacity")).toBe("10"));
  await waitFor(() => expect(asked).toEqual(["50", "10"]));
  fireEvent.change(screen.getByLabelText("Customers to contact, as a number"), { target: { value: "9999" } });
  expect(slider.value).toBe("10");
});

test("a group that needs support becomes filters, its loans a list of just so many", async () => {
  server.use(
    http.get("*/api/v1/risk/support-profiles", () =>
      HttpResponse.json({
        meta,
        data: [
          {
            segment: "2",
            segmentName: "young",
            delinquencyBucket: "31-60",
            product: "car",
            customers: 21,
            loans: 25,
            warned: 20,
            exposure: 1000,
            meanProbability: 0.2,
            expectedLoss: 90,
            expectedLossShare: 0.09,
          },
        ],
      }),
    ),
  );
  const { address } = renderAt("/watch-list?region=North", <SupportProfiles />);
  const link = await screen.findByRole("link", { name: "25" });
  expect(link.getAttribute("href")).toMatch(/segment=2&delinquencyBucket=31-60&product=car/);
  fireEvent.click(screen.getByRole("button", { name: "2. young, 31-60 days, car" }));
  expect(address().get("segment")).toBe("2");
  expect(address().get("region")).toBe("North");
});
