import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

/**
 * Runs the tests: unit, then medium, then end-to-end. Arguments narrow them: `unit`, `medium/store`, part of a file's name;
 * `--name TEXT`: tests whose title holds the text.
 */
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const LEVELS = ["unit", "medium", "e2e"];
/** Longest time for one file: one that hangs fails by its name, and the others still run. */
const FILE_MS = 8 * 60_000;

const words = process.argv.slice(2);
const namedAt = words.indexOf("--name");
const [, title] = namedAt < 0 ? [] : words.splice(namedAt, 2);
const wanted = words.map((word) => word.replace(/^(\.\/)?test\//, ""));
const files = LEVELS.flatMap(testsOf).filter(
  (file) => wanted.length === 0 || wanted.some((word) => file.slice("test/".length).includes(word)),
);
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(" ")}`);
  process.exit(2);
}

// Whatever the tests leave behind, even by kill -9, goes with this folder.
const temporary = mkdtempSync(join(tmpdir(), "avalanche-tests-"));
process.env.TMPDIR = temporary;
process.on("exit", () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

run({
  files: files.map((file) => resolve(file)),
  concurrency: 4,
  timeout: FILE_MS,
  ...(title === undefined ? {} : { testNamePatterns: [title] }),
})
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);

function testsOf(level) {
  const folder = join("test", level);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  return names.sort((a, b) => a.localeCompare(b)).map((name) => join(folder, name));
}
