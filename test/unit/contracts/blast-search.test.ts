import assert from "node:assert/strict";
import { test } from "node:test";
import { schema } from "../../../contracts/tasks/run-blast-search/schema.js";

const issues = (program: string, options: object) =>
  schema.params
    .safeParse({ query_path: "q.fasta", reference: "silva", program, options })
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

test("scores with which blastn answers nothing, or crashes, are refused by their program's own", () => {
  assert.match(issues("megablast", { reward: 5, penalty: -1 })?.join() ?? "", /^options.reward: a match of 5 beside a mismatch of -1/);
  assert.match(issues("blastn", { penalty: -100, reward: 300 })?.join() ?? "", /options.reward/);
  assert.match(issues("megablast", { reward: 6 })?.join() ?? "", /options.reward: a match of 6 beside a mismatch of -2/);
  assert.equal(issues("blastn", { reward: 6 }), undefined);
  for (const options of [{ reward: 0 }, { penalty: 0 }, { out: "/etc/x" }, { num_threads: 9 }]) assert.ok(issues("megablast", options));
});

test("dc-megablast begins with words of 11 or 12 alone", () => {
  assert.match(issues("dc-megablast", { word_size: 28 })?.join() ?? "", /options.word_size: is 11 or 12/);
  assert.equal(issues("dc-megablast", { word_size: 12 }), undefined);
});
