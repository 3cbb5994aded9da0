import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";

/** A program beside us, in a process group of its own. It falls with us, also by kill -9. */
export class PeerProcess {
  readonly child: ChildProcess;
  readonly #ended: Promise<unknown>;

  /** @param logFile gets what it writes, but for what is piped */
  constructor(command: readonly string[], logFile: string, options: Pick<SpawnOptions, "cwd" | "env"> & { piped?: boolean }) {
    const { piped = false, ...rest } = options;
    const log = openSync(logFile, "a");
    const stdio: SpawnOptions["stdio"] = piped ? ["pipe", "pipe", log] : ["ignore", log, log];
    this.child = spawn("setpriv", ["--pdeathsig", "KILL", ...command], { ...rest, detached: true, stdio });
    closeSync(log);
    this.#ended = once(this.child, "exit");
    // Where it cannot be started, whoever waits for it says so.
    this.#ended.catch(() => undefined);
  }

  /** Also the number of its process group. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined;
  }

  /** kill -9 of it and of what it started; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.pid, "SIGKILL");
    } catch {
      // All of it is gone.
    }
    if (!this.hasEnded) await this.#ended;
  }
}
