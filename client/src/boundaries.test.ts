import { expect, test } from "vitest";

const sources = import.meta.glob<string>("./**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const area = (file: string) => /^\.\/(?:features\/)?([^/]+)/.exec(file)?.[1];
const layer = (file: string) => /^\.\/([^/]+)/.exec(file)?.[1];

/** What each file imports: other files by their place under src, packages by their name. */
const imports = Object.entries(sources).flatMap(([file, text]) =>
  [...text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name = ""]) => ({
    file,
    to: name.startsWith(".") ? `.${new URL(name, `file:///${file.slice(2)}`).pathname}` : name,
  })),
);
const found = (wrong: (i: { file: string; to: string }) => boolean) =>
  imports.filter(wrong).map(({ file, to }) => `${file} imports ${to}`);

test("only components/charts knows the chart library", () => {
  expect(
    found(({ file, to }) => to.startsWith("echarts") && !file.startsWith("./components/charts/")),
  ).toEqual([]);
});

test("areas do not import each other", () => {
  expect(
    found(
      ({ file, to }) => layer(file) === "features" && layer(to) === "features" && area(file) !== area(to),
    ),
  ).toEqual([]);
});

test("imports go one way: app, features, components, lib", () => {
  const order = ["lib", "components", "features", "app"];
  expect(
    found(
      ({ file, to }) =>
        to.startsWith("./") && order.indexOf(layer(to) ?? "") > order.indexOf(layer(file) ?? ""),
    ),
  ).toEqual([]);
});

test("answers are asked for through the generated client alone", () => {
  const bare = Object.entries(sources).filter(
    ([file, text]) => /\bfetch\(/.test(text) && file !== "./lib/api.ts",
  );
  expect(bare.map(([file]) => file)).toEqual([]);
});
