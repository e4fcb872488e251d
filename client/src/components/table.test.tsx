// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { type Column, DataTable, nextOrder, visibility } from "./table";

type Branch = { name: string; rate: number | null; loans: number };
const branches: Branch[] = [
  { name: "Mill", rate: null, loans: 0 },
  { name: "Abbey", rate: 0.12, loans: 9 },
  { name: "Quay", rate: 0.04, loans: 100 },
];
const columns: Column<Branch>[] = [
  { id: "name", head: "Branch", isText: true, value: (b) => b.name, cell: (b) => b.name },
  { id: "rate", head: "Rate", value: (b) => b.rate, cell: (b) => b.rate ?? "unknown" },
  { id: "loans", head: "Loans", value: (b) => b.loans, cell: (b) => b.loans },
];
const extra: Column<Branch>[] = ["a", "b", "c"].map((id) => ({
  id,
  head: id,
  cell: () => id,
  isExtra: id === "c",
}));
const names = () => screen.getAllByRole("rowheader").map((th) => th.textContent);
const show = (props: Partial<Parameters<typeof DataTable<Branch>>[0]> = {}) =>
  render(<DataTable label="Branches" rows={branches} columns={columns} keyOf={(b) => b.name} {...props} />);
afterEach(cleanup);

test("rows come as they are given; a number's column begins with the largest, unknown last both ways", () => {
  show();
  expect(names()).toEqual(["Mill", "Abbey", "Quay"]);
  fireEvent.click(screen.getByRole("button", { name: "Rate" }));
  expect(names()).toEqual(["Abbey", "Quay", "Mill"]);
  expect(screen.getByRole("columnheader", { name: /Rate/ }).getAttribute("aria-sort")).toBe("descending");
  fireEvent.click(screen.getByRole("button", { name: /Rate/ }));
  expect(names()).toEqual(["Quay", "Abbey", "Mill"]);
});

test("counts sort as numbers, names by letter", () => {
  show();
  fireEvent.click(screen.getByRole("button", { name: "Loans" }));
  expect(names()).toEqual(["Quay", "Abbey", "Mill"]);
  fireEvent.click(screen.getByRole("button", { name: "Branch" }));
  expect(names()).toEqual(["Abbey", "Mill", "Quay"]);
});

test("where the API sorts, a click asks it and moves no row", () => {
  const onChange = vi.fn();
  show({ order: { by: "-rate", columns: ["rate", "loans"], onChange } });
  fireEvent.click(screen.getByRole("button", { name: /Rate/ }));
  fireEvent.click(screen.getByRole("button", { name: "Loans" }));
  expect(onChange.mock.calls).toEqual([["rate"], ["-loans"]]);
  expect(names()).toEqual(["Mill", "Abbey", "Quay"]);
  expect(screen.queryByRole("button", { name: "Branch" })).toBeNull();
});

test.each([
  ["", "rate", false, "-rate"],
  ["-rate", "rate", false, "rate"],
  ["rate", "rate", false, "-rate"],
  ["rate", "name", true, "name"],
  ["name", "name", true, "-name"],
])(
  "sorted by '%s', a click on %s asks for an order that begins where one looks first",
  (by, id, isText, next) => {
    expect(nextOrder(by, { id, isText })).toBe(next);
  },
);

test("the reader hides and shows columns; the first one stays", () => {
  show({ columns: [...columns, ...extra] });
  expect(screen.queryByRole("columnheader", { name: "c" })).toBeNull();
  const choice = within(screen.getByRole("dialog", { hidden: true }));
  fireEvent.click(choice.getByRole("checkbox", { name: "c", hidden: true }));
  fireEvent.click(choice.getByRole("checkbox", { name: "Rate", hidden: true }));
  expect(screen.getAllByRole("columnheader").map((th) => th.textContent)).toEqual([
    "Branch",
    "Loans",
    "a",
    "b",
    "c",
  ]);
  fireEvent.click(choice.getByRole("button", { name: "The usual columns", hidden: true }));
  expect(screen.getAllByRole("columnheader").map((th) => th.textContent)).toEqual([
    "Branch",
    "Rate",
    "Loans",
    "a",
    "b",
  ]);
});

test("columns that an address names are shown, and the first in any case", () => {
  expect(visibility([...columns, ...extra], "loans,c")).toEqual({
    name: true,
    rate: false,
    loans: true,
    a: false,
    b: false,
    c: true,
  });
});

test("a column that the rows are ordered by shows, though it is an extra one", () => {
  expect(visibility([...columns, ...extra], undefined, "-c").c).toBe(true);
  expect(visibility([...columns, ...extra], undefined, "-loans").c).toBe(false);
  expect(visibility([...columns, ...extra], "loans", "-c").c).toBe(false);
});

test("a long table draws a part of its rows and says how many there are", () => {
  const many = Array.from({ length: 500 }, (_, i) => ({ name: `Branch ${i}`, rate: 0, loans: i }));
  show({ rows: many, total: 2000 });
  expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("2001");
  expect(screen.getAllByRole("row").length).toBeLessThan(200);
});
