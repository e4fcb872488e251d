import { readFileSync } from "node:fs";

/** The budgets, gzip, each for exactly the files that the browser fetches. */
const manifest = JSON.parse(readFileSync(new URL("dist/.vite/manifest.json", import.meta.url)));

// A chunk with all that it imports statically.
const withImports = (name, seen = new Set()) => {
  if (!seen.has(name)) {
    seen.add(name);
    for (const next of manifest[name].imports ?? []) withImports(next, seen);
  }
  return seen;
};
const files = (names) =>
  [...names].flatMap((n) => [manifest[n].file, ...(manifest[n].css ?? [])]).map((f) => `dist/${f}`);

const shell = withImports("index.html");
const beyondShell = (name) => files([...withImports(name)].filter((n) => !shell.has(n)));
const named = (part) => Object.keys(manifest).filter((n) => n.includes(part) && manifest[n].isDynamicEntry);

const budget = (name, path, limit) => ({ name, path, limit, gzip: true });
export default [
  budget("shell", files(shell), "130 kB"),
  ...named("components/charts/").map((n) => budget("charts, lazy", beyondShell(n), "275 kB")),
  ...named("features/").map((n) => budget(n.split("/").at(-1), beyondShell(n), "50 kB")),
];
