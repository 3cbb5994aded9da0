import { setMaxListeners } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

/**
 * Runs the tests on what is built: the longest ones first, then whole analyses, which take the processors, among tests that mostly
 * wait. Arguments narrow them: `unit`, `medium/store`, part of a file's name;
 * `--name TEXT`: tests whose title holds the text.
 */
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** These take minutes: begun last, they would be waited for alone. */
const LONGEST = ["e2e/history", "e2e/crash", "e2e/biomarks"];
/** Longest time for one file: one that hangs fails by its name, and the others still run. */
const FILE_MS = 15 * 60_000;

const AT_ONCE = 4;

const words = process.argv.slice(2);
const namedAt = words.indexOf("--name");
const [, title] = namedAt < 0 ? [] : words.splice(namedAt, 2);
const wanted = words.map((word) => word.replace(/^(\.\/)?test\//, ""));
const rank = (file) => (LONGEST.some((start) => file.startsWith(start, "test/".length)) ? 0 : 1);
// The short ones last: they fill the places beside those that are waited for.
const files = [...mixed(testsOf("e2e"), testsOf("medium")), ...testsOf("unit")]
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.slice("test/".length).includes(word)))
  .sort((one, other) => rank(one) - rank(other));
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(" ")}`);
  process.exit(2);
}

// Whatever the tests leave behind, even by kill -9, goes with this folder.
const temporary = mkdtempSync(join(tmpdir(), "avalanche-tests-"));
process.env.TMPDIR = temporary;
process.on("exit", () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
const told = new AbortController();
setMaxListeners(0, told.signal);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => told.abort());
// The shell that npm starts hands no signal on: where it has ended, so does this.
const parent = process.ppid;
setInterval(() => process.ppid === parent || told.abort(), 1000).unref();

// Plain JavaScript beside what is built of the product: loading TypeScript takes each file seconds.
const compiled = join("dist", "test");
rmSync(compiled, { recursive: true, force: true });
await build({
  entryPoints: ["test/**/*.ts"],
  outdir: compiled,
  outbase: "test",
  format: "esm",
  platform: "node",
  sourcemap: true,
  logLevel: "error",
});
if (files.some((file) => !file.startsWith(join("test", "unit")))) {
  const { makeReadyHome } = await import(pathToFileURL(resolve(compiled, "ready-home.js")).href);
  await makeReadyHome();
}

run({
  files: files.map((file) => resolve("dist", file.replace(/\.ts$/, ".js"))),
  concurrency: AT_ONCE,
  timeout: FILE_MS,
  signal: told.signal,
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

/** Both lists as one, each spread over all of it. */
function mixed(...lists) {
  const placed = lists.flatMap((list) => list.map((file, index) => ({ file, place: (index + 1) / (list.length + 1) })));
  return placed.sort((one, other) => one.place - other.place).map(({ file }) => file);
}
