import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, say } from "./say.mjs";

/** Installs what package-lock.json names, unless it is there. */
export async function npmPackages(root) {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const hash = createHash("sha256").update(lock).digest("hex");
  const stamp = join(root, "node_modules", ".avalanche-set-up");
  if (read(stamp) === hash) return;
  if (!isInstalled(root, JSON.parse(lock))) {
    say("installing npm packages (npm ci)");
    // None of the packages needs an install script here; what they bring is built.
    await run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"], { cwd: root });
  }
  writeFileSync(stamp, hash);
}

/** npm notes what it installed; a hand-made `npm install` counts as well. */
function isInstalled(root, lock) {
  const noted = read(join(root, "node_modules", ".package-lock.json"));
  if (!noted) return false;
  const installed = JSON.parse(noted).packages;
  return Object.entries(lock.packages).every(
    ([path, wanted]) => path === "" || wanted.optional || wanted.link || installed[path]?.version === wanted.version,
  );
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
