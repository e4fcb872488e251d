import AxeBuilder from "@axe-core/playwright";

/** Fails where axe finds anything on the page as it stands. */
export async function findNothing(page) {
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ["violations"] })
    .setLegacyMode(true)
    .analyze();
  if (violations.length > 0)
    throw new Error(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(", ")}`).join("\n"));
}
