import { chmod, cp, mkdir, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { isBuilt, sourceStamp, stampFile } from "./build-stamp.mjs";
import { withLock } from "./set-up/lock.mjs";
import { run, say } from "./set-up/say.mjs";

/** Sources -> dist/. The caller holds the lock `build`. */
export async function build(root) {
  if (isBuilt(root)) return;
  say("building (TypeScript, workflow bundle)");
  // Taken first: a file that changes while it is built is built again next time.
  const stamp = sourceStamp(root);
  await mkdir(join(root, "dist"), { recursive: true });
  await rm(stampFile(root), { force: true });
  await removeStale(root, ".");
  await mkdir(join(root, "dist"), { recursive: true });
  if (!existsSync(join(root, "dist", "config", "config.js"))) await rm(join(root, "dist", ".tsbuildinfo"), { force: true });
  await run([process.execPath, "--import", "tsx", "local/describe-api.ts"], { cwd: root });
  await run([process.execPath, join("node_modules", "typescript", "bin", "tsc"), "-p", "local"], { cwd: root });
  // What tsc leaves behind: SQL, R, and plain JavaScript.
  await cp(join(root, "store", "migrations"), join(root, "dist", "store", "migrations"), { recursive: true });
  await cp(join(root, "tools", "dada2.R"), join(root, "dist", "tools", "dada2.R"));
  await cp(join(root, "local"), join(root, "dist", "local"), {
    recursive: true,
    filter: (path) => !extname(path) || path.endsWith(".mjs"),
  });
  await bundleWorkflows(root);
  if (existsSync(join(root, "dist", "cli", "main.js"))) await chmod(join(root, "dist", "cli", "main.js"), 0o755);
  await writeFile(stampFile(root), stamp);
}

/** What was built from a source that is gone: the registry, for one, reads whatever its folder holds. */
async function removeStale(root, folder) {
  const inDist = join(root, "dist", folder);
  for (const entry of await readdir(inDist, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await removeStale(root, path);
    else if (folder !== "." && !hasSource(root, path)) await remove(root, path);
  }
  await rmdir(inDist).catch(() => undefined);
}

function hasSource(root, path) {
  const source = path.replace(/\.js(\.map)?$/, ".ts");
  return existsSync(join(root, source)) && !/\.(md|txt)$/.test(path);
}

/** tsc notes what it wrote, and would not write it again if the source came back: it forgets. */
async function remove(root, path) {
  await rm(join(root, "dist", path));
  await rm(join(root, "dist", ".tsbuildinfo"), { force: true });
}

async function bundleWorkflows(root) {
  const { bundleWorkflowCode, DefaultLogger } = await import("@temporalio/worker");
  const logger = new DefaultLogger("WARN");
  const folder = join(root, "dist", "workflows");
  const workflowInterceptorModules = [join(folder, "lost-payloads.js")];
  const { code } = await bundleWorkflowCode({ workflowsPath: join(folder, "index.js"), workflowInterceptorModules, logger });
  const file = join(root, "dist", "workflow-bundle.js");
  await writeFile(`${file}.new`, code);
  await rename(`${file}.new`, file);
}

if (argv[1] && fileURLToPath(import.meta.url) === argv[1]) {
  const root = dirname(dirname(argv[1]));
  withLock(root, "build", () => build(root)).catch((error) => {
    console.error(error.expected ? error.message : error);
    process.exitCode = 1;
  });
}
