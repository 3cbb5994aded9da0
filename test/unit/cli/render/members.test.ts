import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Job } from "../../../../cli/api/types.js";
import {
  countsText,
  isMembersResult,
  type MembersResult,
  renderFailedMembers,
  renderMembersResult,
} from "../../../../cli/render/members.js";

const COUNTS = { total: 1000, success: 900, failure: 12, revoked: 0 };
const ERROR = { type: "InvalidInput", message: "creek.fastq: line 8:\nno quality" };

describe("a job made of jobs", () => {
  test("its members are counted, those that are not done too", () => {
    assert.equal(countsText(COUNTS), "1,000 members: 900 succeeded, 12 failed, 88 not done");
    assert.equal(countsText({ total: 1, success: 0, failure: 0, revoked: 1 }), "1 member: 1 cancelled");
  });

  test("its result is a line for each member, and no wall of JSON", () => {
    const result: MembersResult = {
      members: { total: 3, success: 2, failure: 1, revoked: 0 },
      partial: true,
      results: [
        { id: "job_1.0", task: "run_analysis", state: "SUCCESS", result: { samples: ["creek"], features: 21 }, error: null },
        { id: "job_1.1", task: "run_analysis", state: "FAILURE", result: null, error: ERROR },
        { id: "job_1.2", task: "noop", state: "SUCCESS", result: { text: "x".repeat(5000) }, error: null },
      ],
      callback: { id: "job_1.callback", task: null, state: "REVOKED", result: null, error: null },
    };
    assert.ok(isMembersResult(result));
    const text = renderMembersResult(result, "job_1");
    assert.match(text, /^3 members: 2 succeeded, 1 failed\n/);
    assert.match(text, /\n\.0 +run_analysis +SUCCESS +1 sample, 21 features\n/);
    assert.match(text, /\n\.1 +run_analysis +FAILURE +InvalidInput: creek\.fastq: line 8: no qual.*\n/);
    assert.match(text, /\n\.callback +REVOKED\n/);
    assert.ok(
      text.split("\n").every((line) => line.length <= 80),
      text,
    );
  });

  test("thousands of members are cut, or stand in a file", () => {
    const one = { task: "noop", state: "SUCCESS", result: {}, error: null };
    const members = { total: 1000, success: 999, failure: 1, revoked: 0 };
    const results = Array.from({ length: 1000 }, (_, index) => ({ ...one, id: `job_1.${index}` }));
    results[700]!.state = "FAILURE";
    const many = { members, partial: true, results };
    assert.match(
      renderMembersResult(many, "job_1"),
      /\n\.38 .*\n\.700 +noop +FAILURE.*\n\.\.\. and 960 more\n[^]*avalanche result job_1 --json/,
    );
    assert.match(renderMembersResult({ ...many, results: null }, "job_1"), /avalanche result job_1 --artifact results\.json/);
  });

  test("its status names members that failed, and how to see and run the others", () => {
    const failed = [{ id: "job_1.3", task: "noop", error: ERROR } as unknown as Job];
    const text = renderFailedMembers({ id: "job_1", ready: true, members: COUNTS, partial: true }, failed);
    assert.match(text, /job_1\.3 +noop +InvalidInput: creek/);
    assert.match(text, /and 11 more: +avalanche list --parent job_1 --state FAILURE/);
    assert.match(text, /avalanche list --parent job_1\n.*avalanche retry job_1 --only-failed$/);
    assert.doesNotMatch(renderFailedMembers({ id: "job_1", ready: false, members: COUNTS, partial: false }, []), /retry|failed/);
    const good = { total: 1, success: 1, failure: 0, revoked: 0 };
    assert.match(
      renderFailedMembers({ id: "job_1", ready: true, members: good, partial: true }, []),
      /--only-failed$/,
      "members of a member",
    );
  });
});
