import { expect, test } from "vitest";
import type { Schemas } from "../lib/api";
import { filterCommands, found } from "./palette-data";

const facets = [
  {
    filter: "region",
    attribute: null,
    label: "region",
    values: [
      { value: "Texas", label: "Texas", loans: 85 },
      { value: "Maine", label: "Maine", loans: 83 },
    ],
  },
  {
    filter: "attribute",
    attribute: "channel",
    label: "channel",
    values: [{ value: "channel:web", label: "web", loans: 4 }],
  },
] as Schemas["Facet"][];

test("each value of each filter is a command, and one in force is offered to be taken off", () => {
  const done: string[][] = [];
  const commands = filterCommands(facets, { region: ["Texas"] }, (key, value) => done.push([key, value]));
  expect(commands.map((c) => [c.name, c.hint])).toEqual([
    ["Region: Texas", "take off"],
    ["Region: Maine", "filter"],
    ["channel: web", "filter"],
  ]);
  commands[2]?.run();
  expect(done).toEqual([["attribute", "channel:web"]]);
});

test("typed words must all occur, in any case; a name that begins with them comes first", () => {
  const named = (name: string) => ({ id: name, name, run: () => undefined });
  const commands = [named("Region: Texas"), named("Product: Texan loan"), named("Texts")];
  expect(found(commands, "TEX", 9).map((c) => c.name)).toEqual([
    "Texts",
    "Region: Texas",
    "Product: Texan loan",
  ]);
  expect(found(commands, "tex loan", 9).map((c) => c.name)).toEqual(["Product: Texan loan"]);
  expect(found(commands, "", 2)).toHaveLength(2);
  expect(found(commands, "ohio", 9)).toEqual([]);
});
