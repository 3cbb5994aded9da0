import { setMaxListeners } from "node:events";

/** An attempt's end from outside: its job was cancelled, or its worker hands it back. Aborted with the first one's reason. */
export class Cancellation {
  readonly #controller = new AbortController();
  readonly #sources: readonly AbortSignal[];

  /** Not `AbortSignal.any`: a signal that lives as long as the process would keep something of every attempt. */
  constructor(...sources: AbortSignal[]) {
    this.#sources = sources;
    // Node warns from eleven on: every attempt of a worker listens to the worker's end.
    setMaxListeners(0, ...sources);
    for (const source of sources) {
      if (source.aborted) this.#abort(source);
      else source.addEventListener("abort", this.#onAbort);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  release(): void {
    for (const source of this.#sources) source.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (event: Event): void => this.#abort(event.target as AbortSignal);

  #abort(source: AbortSignal): void {
    this.#controller.abort(source.reason);
  }
}
