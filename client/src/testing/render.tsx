import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render, screen } from "@testing-library/react";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { MemoryRouter, useLocation } from "react-router";
import { afterAll, afterEach, beforeAll } from "vitest";

// A busy machine may take long to draw; a test that waits in vain fails all the same.
configure({ asyncUtilTimeout: 10_000 });

/** The API as a test's handlers answer for it; a request that none expects fails the test. */
export const server = setupServer();

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
});
afterAll(() => server.close());

/** Shows a part of the page at an address, and tells where the address stands. */
export function renderAt(address: string, body: ReactNode) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={[address]}>
        {body}
        <Address />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { address: () => new URLSearchParams(screen.getByTestId("address").textContent ?? "") };
}

const Address = () => <span data-testid="address">{useLocation().search}</span>;

/** What every answer stands on. */
export const meta = {
  asOf: "2025-05-06",
  dataVersion: 1,
  currency: "USD",
  filters: {},
  definition: "count",
  evidence: "status",
};
