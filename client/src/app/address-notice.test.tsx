// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderAt } from "../testing/render";
import { AddressNotice } from "./address-notice";

test("a broken parameter leaves the address and is named until the reader has seen it", async () => {
  const { address } = renderAt("/?region=Texas&colour=red&startedFrom=soon", <AddressNotice />);
  const notice = await screen.findByRole("status");
  expect(notice.textContent).toContain("colour=red (there is no such filter)");
  expect(notice.textContent).toContain("startedFrom=soon (it is not a date such as 2024-12-31)");
  expect(address().toString()).toBe("region=Texas");
  fireEvent.click(screen.getByRole("button", { name: "Understood" }));
  expect(screen.queryByRole("status")).toBeNull();
});

test("a sound address says nothing", () => {
  renderAt("/?region=Texas&definition=amount", <AddressNotice />);
  expect(screen.queryByRole("status")).toBeNull();
});
