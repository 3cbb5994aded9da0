import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, tell } from "./child.js";
import { isSame } from "./lock.mjs";
import { freePort } from "./ports.js";

interface State {
  /** Server -> the port that it had last. */
  ports: Record<string, number>;
  /** Part -> its process, while it runs. */
  processes: Record<string, { pid: number; started: string | null }>;
}

/** What a home remembers of its processes, in `state.json`: their ports, and who they are. */
export class RunState {
  readonly #file: string;
  readonly #state: State;

  constructor(home: string) {
    mkdirSync(home, { recursive: true });
    this.#file = join(home, "state.json");
    this.#state = read(this.#file);
  }

  /** The port that the server had last, or the preferred one, or another one where that is taken. */
  async port(server: string, preferred?: number, host?: string): Promise<number> {
    const port = await freePort(this.#state.ports[server] ?? preferred, host);
    this.#state.ports[server] = port;
    this.#write();
    return port;
  }

  remember(part: string, { pid, started }: Pick<Child, "pid" | "started">): void {
    this.#state.processes[part] = { pid, started };
    this.#write();
  }

  /** Ends what an earlier run left behind. @returns the names of those parts */
  async endLeftovers(): Promise<string[]> {
    const left = Object.entries(this.#state.processes).filter(([, { pid, started }]) => isSame(pid, started));
    for (const [, { pid, started }] of left) {
      // The group first: each part leads one of its own.
      tell(-pid, "SIGKILL");
      while (isSame(pid, started)) {
        tell(pid, "SIGKILL");
        await sleep(20);
      }
    }
    this.#state.processes = {};
    this.#write();
    return left.map(([part]) => part);
  }

  #write(): void {
    writeFileSync(`${this.#file}.new`, `${JSON.stringify(this.#state, null, 2)}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function read(file: string): State {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as State;
  } catch {
    return { ports: {}, processes: {} };
  }
}
