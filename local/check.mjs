import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { chdir } from "node:process";
import { fileURLToPath } from "node:url";

/** `npm run check`: everything that needs no server. All steps run, so that one look shows all that is wrong. */
chdir(fileURLToPath(new URL("..", import.meta.url)));

const npmProgram = (name) => join("node_modules", ".bin", name);
const node = process.execPath;

/** @type {[name: string, command: string[]][]} */
const steps = [
  ["API types for the command line", [node, "--import", "tsx", "local/describe-api.ts"]],
  ["types", [npmProgram("tsc"), "--noEmit", "--incremental", "false"]],
  ["linter", [npmProgram("oxlint"), "--type-aware", "--deny-warnings"]],
  ["format", [npmProgram("biome"), "format", "."]],
  ["dead code", [npmProgram("knip")]],
  ["generated docs", [node, "--import", "tsx", "local/generate.ts", "--check"]],
];

let failed = 0;
for (const [name, [program, ...args]] of steps) {
  const startedAt = Date.now();
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 64 << 20 });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (status === 0) continue;
  failed++;
  console.log(error ? error.message : stdout + stderr);
}
process.exitCode = failed === 0 ? 0 : 1;
