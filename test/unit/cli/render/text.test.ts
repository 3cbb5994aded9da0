import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { count, cut, duration, oneLine, plain, size } from "../../../../cli/render/text.js";

describe("text from outside", () => {
  test("escape sequences, carriage returns and direction marks are shown, not obeyed", () => {
    assert.equal(plain("\u001b[2Jgone\r\u202Eevil\u009b"), "\\u{1b}[2Jgone\\u{d}\\u{202e}evil\\u{9b}");
    assert.equal(plain("förde\t湖\n"), "förde\t湖\n");
  });

  test("a message over several lines becomes one", () => assert.equal(oneLine("a\r\n  b\tc"), "a b c"));

  test("long text is cut by letters, not by halves of them", () => assert.equal(cut("🧬🧬🧬", 2), "🧬…"));
});

describe("figures", () => {
  test("counts have commas whatever the machine's language", () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(count), ["0", "999", "1,000", "1,234,567"]);
  });

  test("sizes and times read as people say them", () => {
    assert.deepEqual([0, 999, 1500, 2.5e9].map(size), ["0 bytes", "999 bytes", "1.5 KB", "2.5 GB"]);
    assert.deepEqual([0.04, 9.96, 59.6, 75, 3725].map(duration), ["0 s", "10 s", "1 min 0 s", "1 min 15 s", "1 h 2 min"]);
  });
});
