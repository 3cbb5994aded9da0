import type { Writable } from "node:stream";
import { EvenSample } from "./even-sample.js";
import { FormatError } from "./format-error.js";
import { readSintaxTitle } from "./headers/sintax-title.js";
import type { TitleReader } from "./headers/title-reader.js";
import { checkNames } from "./letters.js";
import { lineBatches } from "./line-batches.js";
import { toSintaxLineage } from "./lineage.js";
import { type NormalisedFasta, normaliseFasta } from "./normalise-fasta.js";
import { RankOrder } from "./rank-order.js";
import { SharedSequences } from "./shared-sequences.js";
import { TaxonParents } from "./taxon-parents.js";

export interface ReferenceSurvey {
  /** Highest first, as the headers name them. */
  ranks: string[];
  sequences: number;
  /** Sequences whose header names no rank. */
  unnamed: number;
  /** Scientific names that stand below several others at one rank. */
  conflicts: number;
  /** Length in bases -> sequences. */
  lengths: Map<number, number>;
  /** Sequences from all over the file, as they are written there. */
  sample: readonly Uint8Array[];
}

const SAMPLE = 1000;

/** Longer sequences are refused when the reference is written. */
const LONGEST = 50_000;

/**
 * Reads what must be known of a whole reference before it can be written: its ranks.
 *
 * @param readTitle of the style in which its headers are written
 * @throws {FormatError} where a header has no taxonomy, a rank no name, an id stands twice, ranks contradict each
 *   other, or no header names a rank. Faults of the sequences are found by `readReference`.
 */
export async function surveyReference(bytes: AsyncIterable<Buffer>, readTitle: TitleReader = readSintaxTitle): Promise<ReferenceSurvey> {
  const order = new RankOrder();
  const parents = new TaxonParents();
  const ids = new Set<string>();
  const sequences = new SequenceSurvey();
  let unnamed = 0;
  for await (const { first, lines } of lineBatches(bytes)) {
    for (const [index, line] of lines.entries()) {
      if (line[0] !== 0x3e) {
        sequences.line(line);
        continue;
      }
      checkNames(line, first + index);
      const { id, names } = readTitle(line.toString("utf8", 1), first + index);
      if (ids.has(id)) throw new FormatError(`the id ${id.slice(0, 100)} stands for two sequences`, first + index);
      ids.add(id);
      if (names.length === 0) unnamed++;
      const ranks = names.map(({ rank }) => rank);
      order.add(ranks, first + index);
      parents.add(names);
      sequences.begin();
    }
  }
  sequences.close();
  if (ids.size > 0 && unnamed === ids.size) throw new FormatError("no header names a rank, such as ;tax=g:Salmo;");
  const { lengths, sample } = sequences;
  return { ranks: order.inOrder, sequences: ids.size, unnamed, conflicts: parents.conflicts, lengths, sample: sample.items };
}

/**
 * Writes a reference for vsearch: one line a sequence, upper-case DNA, lineages as in `toSintaxLineage`.
 *
 * @param ranks of the survey
 * @param readTitle a new one of the same style
 * @param onSequence hears what BLAST calls each sequence, and its lineage as it is written
 * @returns ambiguous: sequences that stand there again under other names
 * @throws {FormatError} as `surveyReference` and `normaliseFasta`
 */
export async function readReference(
  bytes: AsyncIterable<Buffer>,
  target: Writable,
  ranks: readonly string[],
  readTitle: TitleReader = readSintaxTitle,
  onSequence: (label: string, lineage: string) => void = () => undefined,
): Promise<NormalisedFasta & { ambiguous: number }> {
  const shared = new SharedSequences();
  let lineage = "";
  const header = (title: string, line: number) => {
    const { id, names } = readTitle(title, line);
    lineage = toSintaxLineage(names, ranks);
    onSequence(labelOf(title), lineage);
    // vsearch reads a title up to its first blank.
    return `${id.replace(/\s+/g, "_")};tax=${lineage};`;
  };
  const read = await normaliseFasta(bytes, target, header, (sequence) => shared.add(sequence, lineage));
  return { ...read, ambiguous: shared.ambiguous };
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

/**
 * What BLAST calls a sequence: its title up to the first blank. makeblastdb drops what a title ends with of `; , . ~`
 * and blanks (seen with BLAST+ 2.12).
 */
export function labelOf(title: string): string {
  return (
    title
      .replace(/[;,.~\s]+$/, "")
      .trimStart()
      .split(/[ \t]/, 1)[0] ?? ""
  );
}

/** Surveys a reference that `readReference` wrote, for what may be asked of its sequences alone. */
export async function surveyWritten(bytes: AsyncIterable<Buffer>): Promise<Pick<ReferenceSurvey, "sequences" | "lengths" | "sample">> {
  const sequences = new SequenceSurvey();
  let count = 0;
  for await (const { lines } of lineBatches(bytes)) {
    for (const line of lines) {
      if (line[0] !== 0x3e) sequences.line(line);
      else {
        sequences.begin();
        count++;
      }
    }
  }
  sequences.close();
  return { sequences: count, lengths: sequences.lengths, sample: sequences.sample.items };
}
