import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { type Confinement, confine, type RunAs } from "./confinement.js";
import { isSame, startOf } from "./lock.mjs";

export interface Program {
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Gets all that it writes. */
  logFile: string;
  confinement: Confinement;
  runAs?: RunAs;
}

export interface Child {
  /** Of the program itself, not of what confines it. */
  pid: number;
  /** When it began, as lock.mjs tells it. */
  started: string | null;
  /** Resolves when it is gone, to a few words on how: `exit status 1`, `SIGKILL`. */
  ended: Promise<string>;
  /** Tells it to end, ends it after the grace, and resolves when it is gone. */
  end(signal: NodeJS.Signals, graceMs: number): Promise<void>;
}

/**
 * Starts a program in a session of its own, so that Ctrl-C reaches only us and we decide on the order. Its standard
 * input closes with us.
 */
export async function startChild(program: Program): Promise<Child> {
  const confined = confine(program.confinement, program.command, program.args, true, program.runAs);
  const log = openLog(program.logFile);
  const child = spawn(confined.command, confined.args, { detached: true, env: program.env, stdio: ["pipe", log, log, "pipe"] });
  closeSync(log);
  child.stdin?.on("error", () => undefined);
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (status, signal) => resolve(signal ?? wordsOf(status ?? 0)));
  });
  const pid = await Promise.race([innerPid(child, confined.tellsPid), exited.then(() => child.pid ?? 0)]);
  const started = startOf(pid);
  const ended = exited.then(async (how) => {
    // Where bubblewrap itself was killed, the program falls a moment later; until then it holds its port.
    while (isSame(pid, started)) {
      tell(pid, "SIGKILL");
      await sleep(10);
    }
    return how;
  });
  return { pid, started, ended, end: (signal, graceMs) => end({ pid, started, ended }, signal, graceMs) };
}

export function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

async function end(child: Pick<Child, "pid" | "started" | "ended">, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const timer = setTimeout(() => isSame(child.pid, child.started) && tell(child.pid, "SIGKILL"), graceMs);
  if (isSame(child.pid, child.started)) tell(child.pid, signal);
  await child.ended;
  clearTimeout(timer);
}

/** bubblewrap, like a shell, tells of a program that was killed as 128 + the signal's number. */
function wordsOf(status: number): string {
  const signal = Object.entries(constants.signals).find(([, number]) => number === status - 128);
  return signal?.[0] ?? `exit status ${status}`;
}

/** What bubblewrap tells on descriptor 3: `{"child-pid": 4711, ...}`. */
function innerPid(child: ChildProcess, tellsPid: boolean): Promise<number> {
  const outerPid = child.pid ?? 0;
  if (!tellsPid) return Promise.resolve(outerPid);
  return new Promise((resolve) => {
    const pipe = child.stdio[3] as Readable;
    let text = "";
    // Read to its end: bubblewrap writes it in parts, and falls over a pipe that was closed after the first.
    pipe.on("data", (chunk) => {
      text += String(chunk);
      const found = /"child-pid":\s*(\d+)\b./s.exec(text)?.[1];
      if (found) resolve(Number(found));
    });
    pipe.once("close", () => resolve(outerPid));
  });
}

const LOG_LIMIT_BYTES = 20_000_000;

/** Appends; a log that has grown large moves to `.1` first. */
function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}
