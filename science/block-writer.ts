import { once } from "node:events";
import type { Writable } from "node:stream";

const BLOCK = 1024 * 1024;

/** Gathers small pieces into blocks of a megabyte, and waits where the disk is slower than the reader. */
export class BlockWriter {
  readonly #target: Writable;
  #block = Buffer.allocUnsafe(BLOCK);
  #used = 0;
  #fault: Error | undefined;

  constructor(target: Writable) {
    this.#target = target;
    // A full disk is told at any time, and an error that nobody listens to ends the process.
    target.on("error", (error) => {
      this.#fault ??= error;
    });
  }

  write(piece: Buffer | string): void {
    const length = typeof piece === "string" ? Buffer.byteLength(piece) : piece.length;
    if (this.#used + length > this.#block.length) this.#pass(length);
    this.#used += typeof piece === "string" ? this.#block.write(piece, this.#used) : piece.copy(this.#block, this.#used);
  }

  /** To be awaited between batches. @throws what the target met, such as a full disk */
  async drained(): Promise<void> {
    this.#checkOpen();
    if (!this.#target.writableNeedDrain) return;
    const waiting = new AbortController();
    const { signal } = waiting;
    try {
      await Promise.race([once(this.#target, "drain", { signal }), once(this.#target, "close", { signal })]);
    } finally {
      waiting.abort();
    }
    this.#checkOpen();
  }

  /** @throws what the target met, such as a full disk */
  async end(): Promise<void> {
    this.#pass(0);
    this.#checkOpen();
    await new Promise<void>((resolve, reject) => {
      this.#target.once("error", reject);
      this.#target.once("close", () => reject(this.#fault ?? new Error("the file to write was closed before its end")));
      this.#target.end(resolve);
    });
    if (this.#fault) throw this.#fault;
  }

  #checkOpen(): void {
    if (this.#fault) throw this.#fault;
    if (this.#target.destroyed) throw new Error("the file to write was closed before its end");
  }

  #pass(wanted: number): void {
    if (this.#used > 0 && !this.#target.destroyed) this.#target.write(this.#block.subarray(0, this.#used));
    this.#block = Buffer.allocUnsafe(Math.max(BLOCK, wanted));
    this.#used = 0;
  }
}
