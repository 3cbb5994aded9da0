import { FormatError } from "./format-error.js";
import { NameTally } from "./name-tally.js";

/** An abundance as vsearch reads it: at the start of the name too. */
const SIZE = /(?:^|;)size=([^;]*)/;

/**
 * The names of one sample's sequences: `<prefix><number>`, with `;size=` where the input has it. Those of the input
 * are not kept: they may stand twice, and tools read into them what was not meant.
 */
export class SequenceNames {
  readonly #prefix: string;
  readonly #tally = new NameTally();
  #sequences = 0;
  #sized = 0;
  #count = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /**
   * @param title without `>`; its name ends at the first blank
   * @returns the title to write
   * @throws {FormatError} where it has no name, or a size that is none
   */
  next(title: string, line: number): string {
    const name = title.trimStart().split(/[ \t]/, 1)[0] ?? "";
    if (name === "") throw new FormatError("the sequence has no name", line);
    this.#tally.add(name);
    const own = `${this.#prefix}${++this.#sequences}`;
    const size = SIZE.exec(name)?.[1];
    if (size === undefined) return own;
    if (!/^[1-9]\d{0,11}$/.test(size)) throw new FormatError(`size=${size.slice(0, 100)} is no number of reads`, line);
    this.#sized++;
    this.#count += Number(size);
    return `${own};size=${size}`;
  }

  /** @throws {FormatError} where only some have an abundance */
  end(): { count: number; hasSizes: boolean; warnings: string[] } {
    if (this.#sized > 0 && this.#sized < this.#sequences) {
      throw new FormatError(`${this.#sized} of ${this.#sequences} sequences have ;size=; either all or none must have it`);
    }
    const { repeated, isComplete } = this.#tally;
    const warning = `${isComplete ? "" : "at least "}${repeated} sequences bear the name of an earlier one`;
    return {
      count: this.#sized > 0 ? this.#count : this.#sequences,
      hasSizes: this.#sized > 0,
      warnings: repeated > 0 ? [warning] : [],
    };
  }
}
