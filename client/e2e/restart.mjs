import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { expectEqual, test } from "./harness.mjs";

const rate = "How much of the book defaults?";

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** A server of the test's own, on the same database as the others'. */
async function serve(url) {
  const server = spawn(process.env.PROGRAM, ["serve"], {
    env: { ...process.env, ASPNETCORE_URLS: url },
    stdio: "ignore",
  });
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return server;
    await new Promise((done) => setTimeout(done, 100));
  }
  server.kill();
  throw new Error("The server did not start.");
}

async function stop(server) {
  server.kill();
  await once(server, "exit");
}

// PROGRAM names the built program; deploy/test.sh gives it.
if (process.env.PROGRAM)
  test("the API is stopped and started again under the open page, which says so and goes on by itself", async (page, card) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    let server = await serve(url);
    try {
      await page.goto(url);
      await card(rate).getByText("99 of 1,000").waitFor();
      await stop(server);
      await card("Default by region").getByRole("listbox").focus();
      await page.keyboard.press("Enter");
      const notice = page.getByText("The API does not answer. What is shown was received before");
      await notice.waitFor();
      expectEqual(new URL(page.url()).searchParams.getAll("region"), ["Connecticut"]);
      server = await serve(url);
      await card(rate).getByText("12 of 99").waitFor();
      await notice.waitFor({ state: "hidden" });
    } finally {
      await stop(server);
    }
  });
else console.log("Skipped: restarting the API; PROGRAM names no program.");
