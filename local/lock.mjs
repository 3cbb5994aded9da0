import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";

/**
 * Takes a lock for this process. A lock whose holder is gone counts as free, however it ended.
 *
 * @param {string} file
 * @returns {{ held: true, release: () => void } | { held: false, pid: number }} pid: who holds it
 */
export function takeLock(file) {
  const mine = `${file}.${randomUUID()}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { mode: 0o600 });
  try {
    for (;;) {
      if (linkIfFree(mine, file)) return { held: true, release: () => rmSync(file, { force: true }) };
      const holder = readHolder(file);
      if (holder && isSame(holder.pid, holder.started)) return { held: false, pid: holder.pid };
      moveAway(file, holder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * When a process began, in whatever form the system tells it: tells a process from a later one with the same id.
 *
 * @param {number} pid
 * @returns {string | null} null: there is no such process
 */
export function startOf(pid) {
  return process.platform === "linux" ? startFromProc(pid) : startFromPs(pid);
}

/** @type {(pid: number, started: string | null) => boolean} */
export function isSame(pid, started) {
  return started !== null && startOf(pid) === started;
}

/** Source: proc(5), /proc/[pid]/stat, field 22; a zombie has ended. */
function startFromProc(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : fields[19];
  } catch {
    return null;
  }
}

function startFromPs(pid) {
  try {
    return (
      execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || null
    );
  } catch {
    return null;
  }
}

function linkIfFree(mine, file) {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** Another process may have seen the same dead holder and hold the lock by now: then it goes back. */
function moveAway(file, dead) {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved && dead && moved.pid !== dead.pid) linkIfFree(aside, file);
  rmSync(aside, { force: true });
}
