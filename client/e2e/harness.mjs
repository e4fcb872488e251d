import { chromium } from "playwright-core";

/** Where the served app is. */
export const base = process.env.BASE_URL ?? "http://localhost:5080";
const tests = [];

/** A sentence about the served app, with the seed book in it. `card`: finds a card by its title. */
export const test = (name, body, options = {}) => tests.push({ name, body, options });

/** A question that a banker asks of the served app, read off the page in both themes. */
export const question = (name, body) => {
  for (const colorScheme of ["light", "dark"]) test(`${name}, ${colorScheme}`, body, { colorScheme });
};

/** Fails with what was found instead. */
export function expectEqual(found, wanted) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`Expected ${b}, found ${a}`);
}

/** The address's filters of one name. */
export const filtersIn = (page, name) => new URL(page.url()).searchParams.getAll(name);

/** Chromium as the machine has it. */
export const browser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** Runs every test, or those whose name has the words of E2E_ONLY, in a context of its own; the last line is 'N passed, N failed'. */
export async function run() {
  const only = process.env.E2E_ONLY ?? "";
  const chosen = tests.filter((t) => t.name.includes(only));
  const chrome = await browser();
  let failed = 0;
  for (const { name, body, options } of chosen) {
    const context = await chrome.newContext({
      viewport: { width: 1400, height: 1000 },
      locale: "en-US",
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const errors = [];
    const began = performance.now();
    page.on("pageerror", (e) => errors.push(e.message));
    try {
      await body(page, (title) => page.getByRole("region", { name: title, exact: true }));
      if (errors.length > 0) throw new Error(errors.join("; "));
      console.log(`ok: ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    } catch (e) {
      failed++;
      console.log(`FAILED: ${name}\n${e.message}`);
    }
    await context.close();
  }
  await chrome.close();
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
