/** What a heavy tool takes while it runs. */
export interface Share {
  threads: number;
  memoryBytes: number;
}

/** The share of a tool that only says its version: it waits for nobody. */
export const NOTHING: Share = { threads: 0, memoryBytes: 0 };

interface Waiting {
  share: Share;
  start: () => void;
}

/**
 * CPU and memory tokens of this process, first come, first served: slots say how many activities run at once,
 * tokens how many tools the machine bears.
 */
export class Tokens {
  readonly #whole: Share;
  readonly #free: Share;
  readonly #queue: Waiting[] = [];

  constructor(whole: Share) {
    this.#whole = whole;
    this.#free = { ...whole };
  }

  /** What all tools may take together. */
  get mostMemoryBytes(): number {
    return this.#whole.memoryBytes;
  }

  /**
   * Waits until the share is free. A share above the whole is the whole.
   *
   * @returns how to give it back, to be called once
   * @throws the signal's reason, if it is aborted first
   */
  async take(wanted: Share, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (wanted.threads === 0 && wanted.memoryBytes === 0) return () => undefined;
    const share = {
      threads: Math.min(wanted.threads, this.#whole.threads),
      memoryBytes: Math.min(wanted.memoryBytes, this.#whole.memoryBytes),
    };
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        share,
        start: () => {
          signal.removeEventListener("abort", giveUp);
          resolve();
        },
      };
      const giveUp = () => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        reject(signal.reason);
        this.#startNext();
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#queue.push(waiting);
      this.#startNext();
    });
    return () => {
      this.#free.threads += share.threads;
      this.#free.memoryBytes += share.memoryBytes;
      this.#startNext();
    };
  }

  #startNext(): void {
    for (let next = this.#queue[0]; next && this.#fits(next.share); next = this.#queue[0]) {
      this.#queue.shift();
      this.#free.threads -= next.share.threads;
      this.#free.memoryBytes -= next.share.memoryBytes;
      next.start();
    }
  }

  #fits(share: Share): boolean {
    return share.threads <= this.#free.threads && share.memoryBytes <= this.#free.memoryBytes;
  }
}
