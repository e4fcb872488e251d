import { findNothing } from "./axe.mjs";
import { base, test } from "./harness.mjs";
import { pages } from "./pages.mjs";

for (const colorScheme of ["light", "dark"]) {
  for (const [name, path] of Object.entries(pages))
    test(
      `axe finds nothing on ${name}, ${colorScheme}`,
      async (page) => {
        await page.goto(base + path);
        await page.waitForLoadState("networkidle");
        await findNothing(page);
      },
      { colorScheme },
    );
  test(
    `axe finds nothing on tables and an open filter, ${colorScheme}`,
    async (page) => {
      await page.goto(base);
      const asTable = page.getByRole("button", { name: "Show as table" });
      await asTable.first().waitFor();
      await page.waitForLoadState("networkidle");
      while ((await asTable.count()) > 0) await asTable.first().click();
      await page.getByRole("button", { name: "Region", exact: true }).click();
      await findNothing(page);
    },
    { colorScheme },
  );
}

test(
  "axe finds nothing on a phone",
  async (page) => {
    for (const path of Object.values(pages)) {
      await page.goto(base + path);
      await page.waitForLoadState("networkidle");
      await findNothing(page);
    }
  },
  { viewport: { width: 420, height: 900 } },
);
