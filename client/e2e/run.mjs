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
import { run } from "./harness.mjs";

await run();
