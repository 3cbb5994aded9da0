import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { endLeftovers } from "../tools/leftovers.js";
import { statOf } from "../tools/processes.js";

interface Owner {
  host: string;
  pid: number;
  /** null where the system does not tell. */
  startTime: number | null;
}

/**
 * Makes this process's own folder for attempts, and removes those of processes of this machine that are gone,
 * with the tools that they may have left running.
 */
export async function claimWorkFolder(parent: string, log: Logger): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    if (await isInUse(folder)) continue;
    const ended = await endLeftovers(folder);
    if (ended > 0) log.warn({ folder: name, ended }, "ended tools that a lost worker left");
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  const own: Owner = { host: hostname(), pid: process.pid, startTime: statOf(process.pid)?.startTime ?? null };
  const folder = join(parent, `${own.host}-${own.pid}-${Date.now()}`);
  await mkdir(folder);
  await writeFile(join(folder, OWNER_FILE), JSON.stringify(own));
  return folder;
}

const OWNER_FILE = "owner.json";

/** Folders of other machines are theirs to clean; one that has no owner yet may be a moment old. */
async function isInUse(folder: string): Promise<boolean> {
  const owner = await readFile(join(folder, OWNER_FILE), "utf8").then(
    (text) => JSON.parse(text) as Owner,
    () => null,
  );
  if (owner === null) return Date.now() - (await stat(folder)).mtimeMs < 60_000;
  if (owner.host !== hostname()) return true;
  if (owner.startTime !== null) return statOf(owner.pid)?.startTime === owner.startTime;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch {
    return false;
  }
}
