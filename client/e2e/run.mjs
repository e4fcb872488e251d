import "./shell.mjs";
import "./restart.mjs";
import "./overview.mjs";
import "./address.mjs";
import "./branches.mjs";
import "./demographics.mjs";
import "./segments.mjs";
import "./loans.mjs";
import "./failures.mjs";
import "./accessibility.mjs";
// The last, since it loads other data; it ends with the seed.
import "./data.mjs";
import { run } from "./harness.mjs";

await run();
