import assert from "node:assert/strict";
import { createInterface, type Interface } from "node:readline";
import type { PeerProcess } from "./peer-process.js";

interface Actions {
  ready(given: object): null;
  fsync(given: { policy: "everysec" | "always" }): null;
  handled(given: object): number;
  noops(given: { count: number }): number;
  noops_as_group(given: { count: number }): number;
  noops_as_chord(given: { count: number }): number;
  failing_chord(given: { count: number; failing: number }): { state: string; error: string | null; success: number; failure: number };
  latencies(given: { count: number }): number[];
  begin_waits(given: { count: number; seconds: number; log?: string }): string[];
  succeeded(given: { ids: readonly string[]; within: number }): number;
}

/** Asks the program in bench/celery/client.py, one thing at a time. */
export class CeleryClient {
  readonly #program: PeerProcess;
  readonly #logFile: string;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;

  constructor(program: PeerProcess, logFile: string) {
    const { stdout } = program.child;
    assert.ok(stdout);
    this.#program = program;
    this.#logFile = logFile;
    this.#lines = createInterface({ input: stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
    program.child.stdin?.on("error", () => undefined);
  }

  async ask<Name extends keyof Actions>(action: Name, given: Parameters<Actions[Name]>[0]): Promise<ReturnType<Actions[Name]>> {
    this.#program.child.stdin?.write(`${JSON.stringify({ action, given })}\n`);
    const { value, done } = await this.#answers.next();
    assert.ok(!done, `Celery's client ended at ${action}: see ${this.#logFile}`);
    return (JSON.parse(value) as { answer: ReturnType<Actions[Name]> }).answer;
  }

  close(): void {
    this.#lines.close();
  }
}
