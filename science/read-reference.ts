import type { Writable } from "node:stream";
import { EvenSample } from "./even-sample.js";
import { FormatError } from "./format-error.js";
import { checkTitle } from "./letters.js";
import { lineBatches } from "./line-batches.js";
import { type Name, readLineage, toSintaxLineage } from "./lineage.js";
import { type NormalisedFasta, normaliseFasta } from "./normalise-fasta.js";
import { RankOrder } from "./rank-order.js";

export interface ReferenceSurvey {
  /** Highest first, as the headers name them. */
  ranks: string[];
  sequences: number;
  /** Sequences whose header names no rank. */
  unnamed: number;
  /** Length in bases -> sequences. */
  lengths: Map<number, number>;
  /** Sequences from all over the file, as they are written there. */
  sample: readonly Buffer[];
}

const SAMPLE = 1000;

/** Longer sequences are refused when the reference is written. */
const LONGEST = 50_000;

/**
 * Reads what must be known of a whole reference before it can be written: its ranks. A reference is FASTA with
 * SINTAX headers, `>id;tax=d:Bacteria,p:Pseudomonadota;`. Source: Edgar 2016, doi:10.1101/074161; usearch manual,
 * "Taxonomy annotations".
 *
 * @throws {FormatError} where a header has no taxonomy, a rank no name, an id stands twice, ranks contradict each
 *   other, or no header names a rank. Faults of the sequences are found by `readReference`.
 */
export async function surveyReference(bytes: AsyncIterable<Buffer>): Promise<ReferenceSurvey> {
  const order = new RankOrder();
  const ids = new Set<string>();
  const sequences = new SequenceSurvey();
  let unnamed = 0;
  for await (const { first, lines } of lineBatches(bytes)) {
    for (const [index, line] of lines.entries()) {
      if (line[0] !== 0x3e) {
        sequences.line(line);
        continue;
      }
      checkTitle(line, first + index);
      const { id, names } = readTitle(line.toString("utf8", 1), first + index);
      if (ids.has(id)) throw new FormatError(`the id ${id.slice(0, 100)} stands for two sequences`, first + index);
      ids.add(id);
      if (names.length === 0) unnamed++;
      const ranks = names.map(({ rank }) => rank);
      order.add(ranks, first + index);
      sequences.begin();
    }
  }
  sequences.close();
  if (ids.size > 0 && unnamed === ids.size) throw new FormatError("no header names a rank, such as ;tax=g:Salmo;");
  const { lengths, sample } = sequences;
  return { ranks: order.inOrder, sequences: ids.size, unnamed, lengths, sample: sample.items };
}

/**
 * Writes a reference for vsearch: one line a sequence, upper-case DNA, lineages as in `toSintaxLineage`.
 *
 * @param ranks of the survey
 * @throws {FormatError} as `surveyReference` and `normaliseFasta`
 */
export function readReference(bytes: AsyncIterable<Buffer>, target: Writable, ranks: readonly string[]): Promise<NormalisedFasta> {
  return normaliseFasta(bytes, target, (title, line) => {
    const { id, names } = readTitle(title, line);
    return `${id};tax=${toSintaxLineage(names, ranks)};`;
  });
}

function readTitle(title: string, line: number): { id: string; names: Name[] } {
  const [id = ""] = title.split(";", 1);
  const lineage = /;tax=([^;]*)/.exec(title)?.[1];
  if (lineage === undefined)
    throw new FormatError("the header has no ;tax=...; a reference has SINTAX headers such as >id;tax=d:Bacteria,p:Bacillota;", line);
  return { id: id.trim().replace(/\s+/g, "_"), names: readLineage(lineage, line) };
}

/** Lengths of all sequences, and a sample of them. */
class SequenceSurvey {
  readonly lengths = new Map<number, number>();
  readonly sample = new EvenSample<Buffer>(SAMPLE);
  #isOpen = false;
  #length = 0;
  /** The sequence's lines, if it is one of the sample. */
  #lines: Buffer[] | null = null;

  begin(): void {
    this.close();
    this.#isOpen = true;
    this.#length = 0;
    this.#lines = this.sample.takesNext() ? [] : null;
  }

  line(line: Buffer): void {
    this.#length += line.length;
    if (this.#length > LONGEST) this.#lines = null;
    // The line shares the memory of a whole block of the file.
    this.#lines?.push(Buffer.from(line));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.lengths.set(this.#length, (this.lengths.get(this.#length) ?? 0) + 1);
    if (this.#lines) this.sample.keep(Buffer.concat(this.#lines));
  }
}
