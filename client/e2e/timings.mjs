// How long a reader waits: first paint, the charts in sight, and their redraw after a click, in Chromium slowed four times. Prints a table for docs/benchmarks.md.
import { base, browser } from "./harness.mjs";
import { pages } from "./pages.mjs";

const runs = 5;
const slower = 4;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const chromium = await browser();

/** A page as a new reader opens it, on a slow processor; the API has the answers ready from the second run on. */
async function open(path) {
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.addInitScript(() => {
    // When anything on the page last changed, and when all cards in sight had their figures and drawings.
    const at = { changed: 0, shown: 0, settled: 0 };
    globalThis.timings = at;
    const isInSight = (e) => e.getBoundingClientRect().top < innerHeight;
    const isThere = (card) =>
      card.ariaBusy !== "true" &&
      !card.querySelector(".skeleton") &&
      [...card.querySelectorAll("[data-picture]")].filter(isInSight).every((p) => p.querySelector("svg"));
    const look = (changes) => {
      at.changed = performance.now();
      if (changes.some(({ target }) => target.closest?.(".card") && isInSight(target))) at.shown = at.changed;
      const cards = [...document.querySelectorAll("main .card")].filter(isInSight);
      const isWaiting = document.querySelector("main > .skeleton, main .skeleton.page");
      if (!isWaiting && cards.length > 0 && cards.every(isThere)) at.settled ||= at.changed;
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  });
  await page.goto(base + path);
  return { context, page };
}

/** Until nothing has changed for a while. */
async function quiet(page) {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => performance.now() - globalThis.timings.changed > 1500, undefined, {
    polling: 200,
  });
}

async function opening(path) {
  const { context, page } = await open(path);
  await quiet(page);
  const found = await page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    drawn: globalThis.timings.settled,
  }));
  await context.close();
  return found;
}

/** From the last answer that a click brings to the last change that it makes in sight. */
async function redraw(chart, key) {
  const { context, page } = await open("/");
  await quiet(page);
  const marks = page.getByRole("listbox", { name: chart });
  await marks.focus();
  await page.keyboard.press(key);
  await quiet(page);
  await page.evaluate(() => performance.clearResourceTimings());
  await page.keyboard.press("Enter");
  await quiet(page);
  const found = await page.evaluate(() => {
    const answers = performance.getEntriesByType("resource").filter((e) => e.name.includes("/api/"));
    return globalThis.timings.shown - Math.max(...answers.map((e) => e.responseEnd));
  });
  await context.close();
  return found;
}

console.log(`| page | first paint, s | charts drawn, s |`);
console.log(`| --- | ---: | ---: |`);
for (const [name, path] of Object.entries(pages)) {
  if (name === "no-page") continue;
  await opening(path);
  const found = [];
  for (let i = 0; i < runs; i++) found.push(await opening(path));
  const seconds = (of) => (median(found.map(of)) / 1000).toFixed(2);
  console.log(`| ${name} | ${seconds((f) => f.paint)} | ${seconds((f) => f.drawn)} |`);
}
const clicks = [];
for (let i = 0; i < runs; i++) clicks.push(await redraw(/^Default by region/, "ArrowDown"));
console.log(
  `\nRedraw after a click on a region, from the last answer to the last change in sight: ${median(clicks).toFixed(0)} ms.`,
);
await chromium.close();
