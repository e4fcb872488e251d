import "./shell.mjs";
import "./restart.mjs";
import "./overview.mjs";
import "./address.mjs";
import "./branches.mjs";
import "./demographics.mjs";
import "./segments.mjs";
import "./model.mjs";
import "./watch-list.mjs";
import "./loans.mjs";
import "./out-of-reach.mjs";
import "./failures.mjs";
import "./accessibility.mjs";
// The last, since they load other data; the first of them ends with the seed.
import "./data.mjs";
import "./delinquency.mjs";
import { run } from "./harness.mjs";

await run();
