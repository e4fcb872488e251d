// Pictures of every page, wide and on a phone, light and dark.   node e2e/screenshots.mjs FOLDER [part of a name]
import { mkdir } from "node:fs/promises";
import { base, browser } from "./harness.mjs";
import { pages } from "./pages.mjs";

const [folder = "screenshots", wanted = ""] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const chromium = await browser();
for (const [name, path] of Object.entries(pages))
  for (const width of [1440, 390])
    for (const colorScheme of ["light", "dark"]) {
      const file = `${name}-${width}-${colorScheme}`;
      if (!file.includes(wanted)) continue;
      const context = await chromium.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        locale: "en-US",
        deviceScaleFactor: width === 390 ? 2 : 1,
      });
      const page = await context.newPage();
      await page.goto(base + path);
      await page.waitForLoadState("networkidle");
      await page.locator(".skeleton").first().waitFor({ state: "detached" });
      await page.screenshot({ path: `${folder}/${file}.png`, fullPage: true });
      console.log(`${folder}/${file}.png`);
      await context.close();
    }
await chromium.close();
