import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ToolLog } from "../../../tools/tool-log.js";

const folder = mkdtempSync(join(tmpdir(), "avalanche-log-"));
after(() => rmSync(folder, { recursive: true }));

let logs = 0;

/** What is kept of these pieces of output, and what a listener heard. */
function written(...pieces: (string | Buffer)[]) {
  const heard: string[] = [];
  const log = new ToolLog(join(folder, `${++logs}.log`), (text) => heard.push(text));
  for (const piece of pieces) log.write(Buffer.from(piece));
  log.close();
  return { log, heard: heard.join(""), file: readFileSync(log.file, "utf8") };
}

test("the file holds every byte; readers get each progress line in its last state, without colours", () => {
  const { log, heard, file } = written("Reading 0%\rReading 50%\r", "Reading 100%\n\u001B[31mdone\u001B[0m\r\n");
  assert.equal(file, "Reading 0%\rReading 50%\rReading 100%\n\u001B[31mdone\u001B[0m\r\n");
  assert.equal(heard, "Reading 100%\ndone\n");
  assert.equal(log.tail, "Reading 100%\ndone\n");
});

test("a letter that arrives in two pieces is one letter", () => {
  const letter = Buffer.from("é");
  const { log, heard } = written(letter.subarray(0, 1), letter.subarray(1));
  assert.equal(log.text, "é");
  assert.equal(heard, "é");
});

test("of a tool that writes without end the last megabyte is kept, and the tail is its end", () => {
  const piece = `${"x".repeat(65_535)}\n`;
  const { log } = written(...Array.from({ length: 40 }, () => piece), "the last word\n");
  assert.equal(log.text.length, 1024 * 1024);
  assert.ok(log.tail.length <= 8 * 1024);
  assert.match(log.tail, /the last word\n$/);
  assert.equal(log.sizeBytes, 40 * 65_536 + 14);
});

test("warnings are found in whatever case", () => {
  assert.deepEqual(written("fine\nWARNING: one\n  warning two  \n").log.warnings, ["WARNING: one", "warning two"]);
});

test("a disk that is full is told, and what the tool wrote is still heard", {
  skip: existsSync("/dev/full") ? false : "needs /dev/full",
}, () => {
  const heard: string[] = [];
  const log = new ToolLog("/dev/full", (text) => heard.push(text));
  log.write(Buffer.from("one\n"));
  log.write(Buffer.from("two\n"));
  log.close();
  assert.equal((log.broken.reason as NodeJS.ErrnoException).code, "ENOSPC");
  assert.equal(heard.join(""), "one\ntwo\n");
});
