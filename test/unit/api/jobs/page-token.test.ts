import assert from "node:assert/strict";
import { test } from "node:test";
import { PageTokens } from "../../../../api/jobs/page-token.js";
import type { JobQuery } from "../../../../store/job-filter.js";

const tokens = new PageTokens("a secret");
const query: JobQuery = { sort: "-submitted_at", page_size: 50, state: "SUCCESS" };
const after = { submittedAt: "2026-11-24T10:00:00.123Z", id: "job_1" };
const token = tokens.create("ann", query, after);
const refused = (owner: string, changed: Partial<JobQuery>, by = tokens) =>
  assert.throws(() => by.read(owner, { ...query, page_token: token, ...changed }), { type: "invalid-request" });

test("a token gives back the place, whatever the size of the next page", () => {
  assert.deepEqual(tokens.read("ann", { ...query, page_token: token, page_size: 10 }), after);
  assert.deepEqual(new PageTokens("a secret").read("ann", { ...query, page_token: token }), after);
  assert.equal(tokens.read("ann", query), null);
});

test("a token is of no use to another owner, for another filter or order, or with another key", () => {
  refused("bob", {});
  refused("ann", { state: "FAILURE" });
  refused("ann", { sort: "submitted_at" });
  refused("ann", {}, new PageTokens("another secret"));
});

test("a forged or cut token is refused", () => {
  for (const forged of ["", "x", "AAAA", token.slice(0, -4), token.slice(4), `${token.slice(0, -2)}zz`])
    refused("ann", { page_token: forged });
});
