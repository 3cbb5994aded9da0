/** Most names that are remembered: 16 MB for their hashes. */
const MOST = 2 ** 20;

/**
 * Counts names that came before, in memory that does not grow with the file: names as hashes of 53 bits, the first
 * million of them. Two different names count as one in one of ten thousand files with a million names.
 */
export class NameTally {
  readonly #most: number;
  /** Open addressing, at most half full; 0: free. */
  #slots = new Float64Array(1024);
  #known = 0;
  #repeated = 0;
  #isComplete = true;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Names that equal an earlier one; the fewest that there can be where not all were remembered. */
  get repeated(): number {
    return this.#repeated;
  }

  /** Whether every name was remembered. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  add(name: string): void {
    const hash = hashOf(name);
    const at = this.#find(hash);
    if (this.#slots[at] === hash) this.#repeated++;
    else if (this.#known >= this.#most) this.#isComplete = false;
    else this.#remember(hash, at);
  }

  #remember(hash: number, at: number): void {
    this.#slots[at] = hash;
    this.#known++;
    if (2 * this.#known < this.#slots.length) return;
    const before = this.#slots;
    this.#slots = new Float64Array(2 * before.length);
    for (const known of before) if (known !== 0) this.#slots[this.#find(known)] = known;
  }

  /** Where the hash is, or would be. */
  #find(hash: number): number {
    const mask = this.#slots.length - 1;
    let at = hash & mask;
    while (this.#slots[at] !== 0 && this.#slots[at] !== hash) at = (at + 1) & mask;
    return at;
  }
}

/** Two FNV-1a hashes of 32 bits side by side, mixed; never 0. Source: Fowler, Noll and Vo, RFC 9923; murmur3's finaliser. */
function hashOf(name: string): number {
  let one = 0x811c9dc5;
  let two = 0x9e3779b1;
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b);
  }
  return (mixed(two) & 0x1fffff) * 2 ** 32 + mixed(one) || 1;
}

function mixed(hash: number): number {
  let value = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
