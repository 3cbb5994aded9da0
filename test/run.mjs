import { setMaxListeners } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

/**
 * Runs the tests on what is built: the longest first, then whole analyses, which take the processors, among tests that mostly
 * wait; at last, one after the other, those that are to have the machine for themselves. Arguments narrow them: `unit`,
 * `medium/store`, part of a file's name; `--name TEXT`: tests whose title holds the text.
 */
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** This takes minutes: begun last, it would be waited for. */
const LONGEST = "e2e/history";
/** They look at how soon something happens, or take all processors for minutes: beside others they would tell of the machine. */
const ALONE = ["e2e/biomarks", "e2e/cancel", "e2e/crash", "medium/workers/limits"];
/** Longest time for one file: one that hangs fails by its name, and the others still run. */
const FILE_MS = 45 * 60_000;

const AT_ONCE = 4;

/** A line of a run's own summary. */
const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/;

const words = process.argv.slice(2);
const namedAt = words.indexOf("--name");
const [, title] = namedAt < 0 ? [] : words.splice(namedAt, 2);
const wanted = words.map((word) => word.replace(/^(\.\/)?test\//, ""));
const isOneOf = (file, starts) => starts.some((start) => file.startsWith(start, "test/".length));
const rank = (file) => (isOneOf(file, [LONGEST]) ? 0 : 1);
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

const alone = files.filter((file) => isOneOf(file, ALONE));
Readable.from(
  asOne([
    { files: files.filter((file) => !alone.includes(file)), concurrency: AT_ONCE },
    { files: alone, concurrency: 1 },
  ]),
)
  .compose(new spec())
  .pipe(process.stdout);

/** What happens in the runs, one after the other, with one summary of all. */
async function* asOne(runs) {
  const sums = new Map();
  for (const { files: some, concurrency } of runs.filter((one) => one.files.length > 0)) {
    const paths = some.map((file) => resolve("dist", file.replace(/\.ts$/, ".js")));
    const names = title === undefined ? {} : { testNamePatterns: [title] };
    for await (const event of run({ files: paths, concurrency, timeout: FILE_MS, signal: told.signal, ...names })) {
      if (event.type === "test:fail") process.exitCode = 1;
      const [, what, count] = (event.type === "test:diagnostic" && !event.data.file && SUMMARY.exec(event.data.message)) || [];
      if (what === undefined) yield event;
      else sums.set(what, (sums.get(what) ?? 0) + Number(count));
    }
  }
  for (const [what, count] of sums) yield { type: "test:diagnostic", data: { nesting: 0, message: `${what} ${count}` } };
}

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
