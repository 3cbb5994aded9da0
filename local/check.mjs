import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { chdir } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pLimit from "p-limit";

/** `npm run check`: everything that needs no server. All steps run, so that one look shows all that is wrong. */
chdir(fileURLToPath(new URL("..", import.meta.url)));

const run = promisify(execFile);
const npmProgram = (name) => join("node_modules", ".bin", name);
const node = process.execPath;

/** @typedef {[name: string, command: string[]]} Step */

/** What others read first. @type {Step[]} */
const first = [["API types for the command line", [node, "--import", "tsx", "local/describe-api.ts"]]];

/** Longest first. @type {Step[]} */
const others = [
  ["types", [npmProgram("tsc"), "--noEmit", "--incremental", "false"]],
  ["linter", [npmProgram("oxlint"), "--type-aware", "--deny-warnings"]],
  ["generated docs", [node, "--import", "tsx", "local/generate.ts", "--check"]],
  ["dead code", [npmProgram("knip")]],
  ["format", [npmProgram("biome"), "format", "."]],
];

const atOnce = pLimit(availableParallelism());
for (const steps of [first, others]) await Promise.all(steps.map((step) => atOnce(carryOut, step)));

/** @param {Step} step */
async function carryOut([name, [program, ...args]]) {
  const startedAt = Date.now();
  const error = await run(program, args, { maxBuffer: 64 << 20 }).then(
    () => null,
    (reason) => reason,
  );
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${error ? "FAILED" : "ok    "} ${name} (${seconds} s)`);
  if (!error) return;
  process.exitCode = 1;
  console.log(error.stdout + error.stderr || error.message);
}
