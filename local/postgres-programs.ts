import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProgram } from "../tools/sandbox.js";

/**
 * The folder of PostgreSQL's server programs; Debian and Homebrew keep them off PATH.
 *
 * @param version major version of an existing cluster: another one cannot read it
 * @throws where there is none
 */
export function postgresPrograms(searchPath: readonly string[], version?: string): string {
  const folders = [...versioned("/usr/lib/postgresql", ""), ...homebrew("/opt/homebrew/opt"), ...homebrew("/usr/local/opt")];
  const here = folders.filter((folder) => existsSync(join(folder.bin, "initdb")));
  if (version !== undefined) {
    const fitting = here.find((folder) => folder.version === version);
    if (fitting) return fitting.bin;
  } else if (here[0]) return here[0].bin;
  const program = findProgram("initdb", searchPath);
  if (program) return dirname(program);
  if (version === undefined)
    throw new Error("PostgreSQL's server programs are missing (initdb, postgres): run `npm run setup`, or set DATABASE_URL");
  throw new Error(`the database here was made by PostgreSQL ${version}, which is not installed: install it, or set DATABASE_URL`);
}

interface Folder {
  version: string;
  bin: string;
}

function homebrew(root: string): Folder[] {
  return versioned(root, "postgresql@");
}

/** Newest first. */
function versioned(root: string, prefix: string): Folder[] {
  try {
    const names = readdirSync(root).filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)));
    const versions = names.map((name) => name.slice(prefix.length)).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => ({ version, bin: join(root, prefix + version, "bin") }));
  } catch {
    return [];
  }
}
