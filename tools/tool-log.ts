import { closeSync, openSync, writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { stripVTControlCharacters } from "node:util";

const FILE_CAP = 64 * 1024 * 1024;
const TAIL = 8 * 1024;
const LINE_CAP = 10_000;
const FLUSH_MS = 200;

/** What a tool writes: whole in a file (up to 64 MB), its end in memory, and in readable pieces to whoever listens. */
export class ToolLog {
  readonly file: string;
  readonly #descriptor: number;
  readonly #fault = new AbortController();
  readonly #decoder = new StringDecoder("utf8");
  readonly #listener: ((text: string) => void) | undefined;
  #sizeBytes = 0;
  #pending = "";
  #text = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string, listener: ((text: string) => void) | undefined) {
    this.file = file;
    this.#descriptor = openSync(file, "w");
    this.#listener = listener;
  }

  /** Aborted when the file could not be written; its reason says why. */
  get broken(): AbortSignal {
    return this.#fault.signal;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Up to a megabyte of it, enough for every tool's summary. */
  get text(): string {
    return this.#text;
  }

  get warnings(): string[] {
    return this.#text
      .split("\n")
      .filter((line) => /warning/i.test(line))
      .map((line) => line.trim().slice(0, LINE_CAP));
  }

  get tail(): string {
    return readable(this.#text.slice(-TAIL));
  }

  readonly write = (chunk: Buffer): void => {
    this.#keep(chunk);
    this.#sizeBytes += chunk.length;
    const text = this.#decoder.write(chunk);
    this.#text = (this.#text + text).slice(-1024 * 1024);
    this.#pending = (this.#pending + text).slice(-256 * 1024);
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  };

  close(): void {
    clearTimeout(this.#timer);
    this.#flush();
    closeSync(this.#descriptor);
  }

  /** A full disk must not end the process, which hears of output in the middle of anything. */
  #keep(chunk: Buffer): void {
    if (this.#sizeBytes >= FILE_CAP || this.broken.aborted) return;
    try {
      writeSync(this.#descriptor, chunk);
    } catch (error) {
      this.#fault.abort(error);
    }
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#pending !== "") this.#listener?.(readable(this.#pending));
    this.#pending = "";
  }
}

/** Without escape sequences, and of each progress line only its last state. */
function readable(text: string): string {
  return stripVTControlCharacters(text)
    .split("\n")
    .map((line) => line.replace(/\r+$/, "").split("\r").at(-1)?.slice(0, LINE_CAP) ?? "")
    .join("\n");
}
