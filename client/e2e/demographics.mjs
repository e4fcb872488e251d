import { base, test } from "./harness.mjs";

test("the demographics page counts borrowers beside customers", async (page, card) => {
  await page.goto(`${base}/demographics`);
  await card("Who borrows?")
    .getByRole("row", { name: /^female 218 50\.1% 255 51\.0%/ })
    .waitFor();
});

test("income does not go with default in this book, and the page says so", async (page, card) => {
  await page.goto(`${base}/demographics`);
  await card("Does income matter?")
    .getByText(/Income does not go with default beyond chance/)
    .waitFor();
});

test("women's loans are chosen on the page and counted alike in the list", async (page, card) => {
  await page.goto(`${base}/demographics`);
  await card("Default by gender").getByRole("button", { name: "Show as table" }).click();
  await card("Default by gender")
    .getByRole("row", { name: /^female 504 9\.1%/ })
    .waitFor();
  await card("Default by gender").getByRole("button", { name: "female" }).click();
  await card("Default by gender").getByRole("link", { name: "Show loans" }).click();
  await page.getByRole("heading", { name: "504 loans" }).waitFor();
});
