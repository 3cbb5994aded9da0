import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { test } from "node:test";
import { isOutage } from "../../../store/outage.js";

test("a server's socket that is not there is an outage, a file that is not there is none", async () => {
  const gone = "/nowhere/.s.PGSQL.5432";
  const error = await new Promise<Error>((resolve) => connect(gone).once("error", resolve));
  assert.equal(isOutage(error), true);
  assert.equal(isOutage(await readFile(gone).catch((reason: unknown) => reason)), false);
});
