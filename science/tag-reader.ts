import { mismatches, TAG_ERRORS } from "./tag-checks.js";

/** Tells which of the tags of one side stands in a read, where a primer was found behind it. */
export class TagReader {
  readonly #tags: readonly string[];

  /** @param tags upper-case DNA, each once */
  constructor(tags: readonly string[]) {
    this.#tags = tags;
  }

  /**
   * Whether it is the tag that fits best with its primer: at most one base differs, and more from every other tag.
   *
   * @param found its place among the tags
   * @param bases of the read, from that tag on
   */
  isCertain(found: number, bases: string): boolean {
    const tag = this.#tags[found];
    if (tag === undefined) throw new RangeError(`there is no tag ${found}`);
    const read = bases.slice(0, tag.length).toUpperCase();
    if (read === tag) return true;
    const isNear = (other: string) => other.length <= read.length && mismatches(other, read.slice(-other.length)) <= TAG_ERRORS;
    return isNear(tag) && this.#tags.filter(isNear).length === 1;
  }
}
