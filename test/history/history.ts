import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { State } from "../../contracts/states.js";

/** `ok`: it was answered, `fail`: it was refused and did nothing, `info`: nobody knows whether it was done. */
export type Phase = "invoke" | "ok" | "fail" | "info";

/** What a job must come to, if it is neither cancelled nor the end of its workers. */
export interface Expected {
  state: "SUCCESS" | "FAILURE";
  /** The job's own number: of bytes in the one file that it leaves; 0: it leaves none. */
  payloadBytes?: number;
}

/** A job as a client saw it. */
export interface Seen {
  job: string;
  state: State;
  percent: number | null;
  stage: string | null;
  attempt: number | null;
}

export interface Facts {
  job?: string;
  /** The Idempotency-Key of a submit. */
  key?: string;
  expected?: Expected;
  task?: string;
  httpStatus?: number;
  seen?: Seen[];
  /** Tools that run, by the mark in their environment; `alone`: who started it is gone. */
  tools?: { pid: number; job: string; alone: boolean }[];
  /** Processes of the whole stack that are left after its stop. */
  left?: string[];
  message?: string;
}

export interface Entry extends Facts {
  /** Since the beginning, on a clock that does not jump. */
  ms: number;
  /** The same for an invoke and its outcome. */
  call: number;
  client: string;
  op: string;
  phase: Phase;
}

/** All that clients and nemesis did and were told, in order: JSON lines in a file, written as it happens. */
export class History {
  readonly entries: Entry[] = [];
  readonly file: string;
  readonly #startedMs = performance.now();
  #calls = 0;

  constructor(file: string) {
    this.file = file;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
  }

  /** @returns what tells how it came out */
  invoke(client: string, op: string, facts: Facts = {}): (phase: Exclude<Phase, "invoke">, facts?: Facts) => Entry {
    const call = ++this.#calls;
    this.#add({ client, op, call, phase: "invoke", ...facts });
    const given = { ...(facts.job ? { job: facts.job } : {}), ...(facts.key ? { key: facts.key } : {}) };
    return (phase, outcome = {}) => this.#add({ client, op, call, phase, ...given, ...outcome });
  }

  #add(entry: Omit<Entry, "ms">): Entry {
    const whole: Entry = { ms: Math.round(performance.now() - this.#startedMs), ...entry };
    this.entries.push(whole);
    appendFileSync(this.file, `${JSON.stringify(whole)}\n`);
    return whole;
  }
}
