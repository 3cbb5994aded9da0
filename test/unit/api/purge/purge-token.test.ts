import assert from "node:assert/strict";
import { test } from "node:test";
import { PurgeTokens } from "../../../../api/purge/purge-token.js";

const tokens = new PurgeTokens("a secret");
const filter = { state: "PENDING", task: "noop" } as const;
const dryRun = { count: 7, at: new Date() };
const token = tokens.create("ann", filter, dryRun);

test("a token tells what the dry run found, in whatever order the filter's fields stand", () => {
  assert.deepEqual(tokens.read("ann", { task: "noop", state: "PENDING" }, token), dryRun);
  assert.deepEqual(new PurgeTokens("a secret").read("ann", filter, token), dryRun);
});

test("a token is of no use to another owner, for another filter, or with another key, and neither is none", () => {
  const refused = (read: () => unknown) => assert.throws(read, { type: "invalid-request" });
  refused(() => tokens.read("bob", filter, token));
  refused(() => tokens.read("ann", {}, token));
  refused(() => tokens.read("ann", { ...filter, tag: "x" }, token));
  refused(() => new PurgeTokens("another secret").read("ann", filter, token));
  for (const forged of [undefined, "", "x", token.slice(4), `${token}AAAA`]) refused(() => tokens.read("ann", filter, forged));
});

test("a token is good for ten minutes", () => {
  const old = tokens.create("ann", filter, { count: 7, at: new Date(Date.now() - 601_000) });
  assert.throws(() => tokens.read("ann", filter, old), { type: "purge-outdated" });
});
