import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readValue } from "../../../../cli/flags/read-value.js";
import type { TaskFlag } from "../../../../cli/flags/task-flag.js";

const read = (kind: TaskFlag["kind"], text: string, choices: TaskFlag["choices"] = []) => readValue({ kind, choices }, text);

describe("values of flags", () => {
  test("numbers, whole numbers, booleans and JSON become what they say", () => {
    assert.equal(read("number", "0.9"), 0.9);
    assert.equal(read("number", "1e-10"), 1e-10);
    assert.equal(read("integer", "1000000"), 1_000_000);
    assert.equal(read("boolean", "false"), false);
    assert.deepEqual(read("json", '{"lr":[0.1]}'), { lr: [0.1] });
    assert.equal(read("text", "16S-V4"), "16S-V4");
    assert.equal(read("number", "64", [33, 64]), 64);
  });

  for (const text of ["", " 1", "0,8", "0x10", "Infinity", "NaN", "abc", "1e400"]) {
    test(`${JSON.stringify(text)} is no number`, () => assert.throws(() => read("number", text), /must be a number/));
  }

  for (const text of ["1.5", "1e300", "9007199254740993"]) {
    test(`${text} is no whole number`, () => assert.throws(() => read("integer", text), /whole number/));
  }

  test("what is not on the list is refused with the list", () => {
    assert.throws(() => read("text", "16S", ["16S-V4", "trnL"]), /one of 16S-V4, trnL/);
  });
});
