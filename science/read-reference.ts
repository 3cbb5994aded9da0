import type { Writable } from "node:stream";
import { FormatError } from "./format-error.js";
import { type NormalisedFasta, normaliseFasta } from "./normalise-fasta.js";
import { rankOf } from "./ranks.js";

export interface ReadReference extends NormalisedFasta {
  /** Highest first, as the headers name them. */
  ranks: string[];
}

/**
 * Reads a reference, FASTA with SINTAX headers: `>id;tax=d:Bacteria,p:Pseudomonadota;`.
 * Source: Edgar 2016, doi:10.1101/074161; usearch manual, "Taxonomy annotations".
 *
 * @throws {FormatError} where a header has no taxonomy, a rank no name, or ranks come in another order
 */
export async function readReference(bytes: AsyncIterable<Buffer>, target: Writable): Promise<ReadReference> {
  const ranks = new RankOrder();
  const ids = new Set<string>();
  const checked = await normaliseFasta(bytes, target, (title, line) => {
    const [id = ""] = title.split(";", 1);
    if (ids.has(id)) throw new FormatError(`the id ${id.slice(0, 100)} stands for two sequences`, line);
    ids.add(id);
    const lineage = /;tax=([^;]*)/.exec(title)?.[1];
    if (lineage === undefined)
      throw new FormatError("the header has no ;tax=...; a reference has SINTAX headers such as >id;tax=d:Bacteria,p:Bacillota;", line);
    ranks.add(lineage, line);
    return `${id.trim().replace(/\s+/g, "_")};tax=${lineage.trim().replace(/\s+/g, "_")};`;
  });
  return { ...checked, ranks: ranks.inOrder };
}

/** The ranks of all headers, in one order. */
class RankOrder {
  #letters: string[] = [];
  readonly #known = new Set<string>();

  get inOrder(): string[] {
    return this.#letters.map(rankOf);
  }

  add(lineage: string, line: number): void {
    if (this.#known.size > 0 && lineage === "") return;
    const letters = lineage.split(/,(?=[a-z]:)/).map((part) => {
      const match = /^([a-z]):(.+)$/.exec(part.trim());
      if (!match?.[1]) throw new FormatError(`${JSON.stringify(part.slice(0, 100))} is no rank with a name, such as g:Salmo`, line);
      return match[1];
    });
    const order = letters.join("");
    if (this.#known.has(order)) return;
    this.#known.add(order);
    this.#merge(letters, line);
  }

  #merge(letters: string[], line: number): void {
    let at = 0;
    for (const letter of letters) {
      const known = this.#letters.indexOf(letter);
      if (known !== -1 && known < at) throw new FormatError(`the rank ${letter}: stands in another order than in earlier headers`, line);
      if (known === -1) this.#letters.splice(at, 0, letter);
      at = (known === -1 ? at : known) + 1;
    }
  }
}
