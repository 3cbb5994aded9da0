import type { Writable } from "node:stream";

const BLOCK = 1024 * 1024;

/** Gathers small pieces into blocks of a megabyte, and waits where the disk is slower than the reader. */
export class BlockWriter {
  readonly #target: Writable;
  #block = Buffer.allocUnsafe(BLOCK);
  #used = 0;

  constructor(target: Writable) {
    this.#target = target;
  }

  write(piece: Buffer | string): void {
    const length = typeof piece === "string" ? Buffer.byteLength(piece) : piece.length;
    if (this.#used + length > this.#block.length) this.#pass(length);
    this.#used += typeof piece === "string" ? this.#block.write(piece, this.#used) : piece.copy(this.#block, this.#used);
  }

  /** To be awaited between batches. */
  async drained(): Promise<void> {
    if (!this.#target.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#target.off("drain", go).off("close", go);
        resolve();
      };
      this.#target.on("drain", go).on("close", go);
    });
  }

  async end(): Promise<void> {
    this.#pass(0);
    await new Promise<void>((resolve, reject) => {
      this.#target.once("error", reject);
      this.#target.end(resolve);
    });
  }

  #pass(wanted: number): void {
    if (this.#used > 0) this.#target.write(this.#block.subarray(0, this.#used));
    this.#block = Buffer.allocUnsafe(Math.max(BLOCK, wanted));
    this.#used = 0;
  }
}
