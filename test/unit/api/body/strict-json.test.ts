import assert from "node:assert/strict";
import { test } from "node:test";
import { parseStrictJson } from "../../../../api/body/strict-json.js";

const parse = (text: string) => parseStrictJson(Buffer.from(text));
const refused = (text: string | Uint8Array, message: RegExp) =>
  assert.throws(
    () => parseStrictJson(Buffer.from(text)),
    (error: Error & { type?: string }) => error.type === "invalid-json" && message.test(error.message),
  );

test("JSON of every kind is read as JSON.parse reads it", () => {
  const text = '{"a":[1,-2.5e3,true,null,"\\u00e9 \\ud83e\\udda0"],"b":{"a":1}}';
  assert.deepEqual(parse(text), JSON.parse(text));
});

test("what is no JSON is refused", () => {
  for (const text of ["{", "{a:1}", "{'a':1}", '{"a":1,}', "[1,]", "// note\n{}", "NaN", '{"a":01}', "\uFEFF\uFEFF{}", "{} {}"])
    refused(text, /./);
  refused("", /empty/);
  refused(" \n", /empty/);
});

test("a key given twice in one object is refused, the same key in two objects is not", () => {
  refused('{"a":{"b":1,"b":2}}', /"a\.b" is given twice/);
  refused('{"a":1,"\\u0061":2}', /twice/);
  assert.deepEqual(parse('{"a":{"a":1},"b":[{"a":1},{"a":2}]}'), { a: { a: 1 }, b: [{ a: 1 }, { a: 2 }] });
});

test("keys that reach into JavaScript's objects are refused, however they are written and wherever they stand", () => {
  for (const key of ["__proto__", "constructor", "prototype", "\\u005f_proto__"]) {
    refused(`{"${key}":{"isAdmin":true}}`, /not allowed/);
    refused(`{"params":[{"${key}":1}]}`, /not allowed/);
  }
  assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined);
});

test("nesting is counted before anything is parsed", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  assert.ok(parse(nested(64)));
  refused(nested(65), /64 deep/);
  refused("[".repeat(5_000_000), /64 deep/);
  assert.deepEqual(parse(`["${"[".repeat(100)}\\"{"]`), [`${"[".repeat(100)}"{`]);
});

test("bytes that are not UTF-8, NUL and half characters are refused", () => {
  refused(Buffer.from([0x22, 0xff, 0x22]), /UTF-8/);
  refused(Buffer.from('{"a":1}', "utf16le"), /./);
  refused('{"a":"b\\u0000"}', /character/);
  refused('{"a":"\\ud83e"}', /character/);
  refused('{"\\u0000":1}', /character/);
});
