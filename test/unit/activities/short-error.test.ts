import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultFailureConverter, defaultPayloadConverter } from "@temporalio/common";
import { checkedResult } from "../../../activities/checked-result.js";
import { toJobFailure, toTemporalFailure } from "../../../activities/failure.js";
import { JobFailure } from "../../../contracts/failures.js";

const HUGE = "é€ said ".repeat(700_000);
const never = new AbortController().signal;

/** A little more than it takes there: names of fields, and quotes. */
function bytesInHistory(error: unknown): number {
  const failure = toTemporalFailure(error, never, { spans: [], checkpoint: undefined });
  const written = defaultFailureConverter.errorToFailure(failure, defaultPayloadConverter);
  const plain = (_key: string, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value);
  return Buffer.byteLength(JSON.stringify(written, plain));
}

test("an error of 5 MB stays below 16 KB in the history, with all that is behind it", () => {
  const cause = new Error(HUGE, { cause: new Error(HUGE) });
  const errors = [
    new Error(HUGE),
    new JobFailure("ToolFailed", HUGE, { logTail: HUGE, cause }),
    HUGE,
    new JobFailure("Internal", "x", { cause: HUGE }),
  ];
  for (const error of errors) assert.ok(bytesInHistory(error) < 16 * 1024, String(bytesInHistory(error)));
});

test("what is cut begins as it began, and of a log the end is kept", () => {
  const { message, logTail } = toJobFailure(new JobFailure("ToolFailed", HUGE, { logTail: `${HUGE}the end` }));
  assert.match(message, /^é€ said .* \.\.\.$/);
  assert.match(logTail ?? "", /the end$/);
  assert.doesNotMatch(message + (logTail ?? ""), /\uFFFD/);
});

test("a short error stays whole, and says where it came from", () => {
  const failure = toJobFailure(new JobFailure("ToolFailed", "vsearch ended with 1", { logTail: "Fatal error", cause: new Error("why") }));
  assert.deepEqual([failure.type, failure.message, failure.logTail], ["ToolFailed", "vsearch ended with 1", "Fatal error"]);
  assert.match(failure.stack ?? "", /short-error\.test/);
  assert.equal((failure.cause as Error).message, "why");
});

test("a result that is no JSON, or above 16 MB, is refused by name of its stage", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const refused = (message: RegExp) => ({ type: "ResultRefused", message });
  assert.throws(() => checkedResult("count_reads", { reads: 10n }), refused(/^count_reads gave back what is no JSON: .*BigInt/));
  assert.throws(() => checkedResult("count_reads", cycle), refused(/no JSON: .*circular/));
  assert.throws(() => checkedResult("count_reads", "x".repeat(17_000_000)), refused(/17,000,002 bytes.*16 MB/));
  assert.deepEqual(checkedResult("count_reads", { reads: 10 }), { reads: 10 });
});
