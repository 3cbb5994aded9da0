import { hash as digest } from "node:crypto";
import { fromSintaxLineage } from "./lineage.js";
import { displayName } from "./ranks.js";

/** What is known of a sequence that stands there several times. */
interface Repeated {
  times: number;
  isAmbiguous: boolean;
}

/**
 * Counts sequences that a reference holds under names which contradict each other, such as two species: nothing that equals them
 * can be named below. A number or two are held of each sequence, as hashes of 48 bits: of half a million sequences, two
 * different ones count as one in one of two thousand references.
 */
export class SharedSequences {
  readonly #lineages: string[] = [];
  readonly #places = new Map<string, number>();
  /** Hash -> place of the deepest lineage that it was seen with. */
  readonly #known = new Map<number, number>();
  readonly #repeated = new Map<number, Repeated>();
  #ambiguous = 0;

  /** Sequences whose bases stand there again under other names. */
  get ambiguous(): number {
    return this.#ambiguous;
  }

  /**
   * @param sequence upper-case DNA
   * @param lineage as `toSintaxLineage` writes it
   */
  add(sequence: Buffer, lineage: string): void {
    const hash = digest("md5", sequence, "buffer").readUIntBE(0, 6);
    const before = this.#known.get(hash);
    if (before === undefined) {
      this.#known.set(hash, this.#placeOf(lineage));
      return;
    }
    const repeated = this.#repeated.get(hash) ?? { times: 1, isAmbiguous: false };
    const deepest = this.#lineages[before]!;
    if (repeated.isAmbiguous) this.#ambiguous++;
    else if (contradict(deepest, lineage)) {
      repeated.isAmbiguous = true;
      this.#ambiguous += repeated.times + 1;
    } else if (lineage.length > deepest.length) this.#known.set(hash, this.#placeOf(lineage));
    repeated.times++;
    this.#repeated.set(hash, repeated);
  }

  /** Many sequences have one lineage. */
  #placeOf(lineage: string): number {
    const known = this.#places.get(lineage);
    if (known !== undefined) return known;
    this.#places.set(lineage, this.#lineages.length);
    return this.#lineages.push(lineage) - 1;
  }
}

/** Whether both name a rank, and not alike. A name that one lacks, or a placeholder, contradicts nothing. */
function contradict(one: string, other: string): boolean {
  if (one === other) return false;
  const names = new Map(fromSintaxLineage(one).map(({ rank, name }) => [rank, displayName(name)]));
  return fromSintaxLineage(other).some(({ rank, name }) => {
    const known = names.get(rank);
    const shown = displayName(name);
    return known !== undefined && known !== "" && shown !== "" && known !== shown;
  });
}
