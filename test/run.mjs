import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chdir } from "node:process";
import { fileURLToPath } from "node:url";

/**
 * Runs the tests: unit, then medium, then end-to-end. Arguments narrow them: `unit`, `medium/store`, part of a file's name;
 * those that begin with `-` go to Node's test runner.
 */
chdir(fileURLToPath(new URL("..", import.meta.url)));

const LEVELS = ["unit", "medium", "e2e"];
const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith("-")).map((word) => word.replace(/^(\.\/)?test\//, ""));
const flags = words.filter((word) => word.startsWith("-"));

const files = LEVELS.flatMap(testsOf).filter(
  (file) => wanted.length === 0 || wanted.some((word) => file.slice("test/".length).includes(word)),
);
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(" ")}`);
  process.exit(2);
}

// Whatever the tests leave behind, even by kill -9, goes with this folder.
const temporary = mkdtempSync(join(tmpdir(), "avalanche-tests-"));
const reporter = flags.some((flag) => flag.startsWith("--test-reporter")) ? [] : ["--test-reporter", "spec"];
const args = ["--import", "tsx", "--test", ...reporter, "--test-concurrency", "2", ...flags, ...files];
const child = spawn(process.execPath, args, { stdio: "inherit", env: { ...process.env, TMPDIR: temporary } });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.exitCode = code ?? 1;
});

function testsOf(level) {
  const folder = join("test", level);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  return names.sort((a, b) => a.localeCompare(b)).map((name) => join(folder, name));
}
