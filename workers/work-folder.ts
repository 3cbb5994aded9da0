import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { endLeftovers } from "../tools/leftovers.js";
import { statOf } from "../tools/process-list.js";

interface Owner {
  host: string;
  pid: number;
  /** null where the system does not tell. */
  startTime: number | null;
}

/** At this pace an owner shows machines that cannot see its process that it lives. */
const SIGN_MS = 3_600_000;

/** An owner on another machine that was silent for so long is gone, such as a container with a random name. */
const GONE_MS = 7 * 24 * 3_600_000;

/**
 * Makes this process's own folder for attempts, and removes those of processes that are gone, with the tools that they
 * may have left running on this machine.
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
  const sign = join(folder, OWNER_FILE);
  await writeFile(sign, JSON.stringify(own));
  setInterval(() => void utimes(sign, new Date(), new Date()).catch(() => undefined), SIGN_MS).unref();
  return folder;
}

const OWNER_FILE = "owner.json";

/** A folder that has no owner yet may be a moment old. */
async function isInUse(folder: string): Promise<boolean> {
  const owner = await readFile(join(folder, OWNER_FILE), "utf8").then(
    (text) => JSON.parse(text) as Owner,
    () => null,
  );
  if (owner === null) return isYounger(folder, 60_000);
  if (owner.host !== hostname()) return isYounger(join(folder, OWNER_FILE), GONE_MS);
  if (owner.startTime !== null) return statOf(owner.pid)?.startTime === owner.startTime;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** False too where it has just been removed by another worker. */
async function isYounger(path: string, ageMs: number): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs < ageMs;
}
