import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ["contracts", "config", "science", "tools", "store", "activities", "workflows", "workers", "api", "cli", "local"];
const FILES = ["package-lock.json", "tsconfig.json"];

/** Whether dist/ was built from the sources as they are: by names, sizes and times, which takes milliseconds. */
export function isBuilt(root) {
  try {
    return readFileSync(stampFile(root), "utf8") === sourceStamp(root);
  } catch {
    return false;
  }
}

export function stampFile(root) {
  return join(root, "dist", ".built-from");
}

export function sourceStamp(root) {
  const hash = createHash("sha256");
  const files = FOLDERS.flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)));
  for (const file of [...FILES, ...files].sort()) {
    if (file.startsWith(join("cli", "generated"))) continue;
    const { size, mtimeMs, isFile } = stat(join(root, file));
    if (isFile) hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function stat(path) {
  const found = statSync(path);
  return { size: found.size, mtimeMs: found.mtimeMs, isFile: found.isFile() };
}
