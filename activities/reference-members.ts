import { createReadStream } from "node:fs";
import { type FastaRecord, fastaRecords } from "../science/fasta-records.js";
import { memberOf, type ReferenceMember } from "../science/novelty/members.js";

/** A sequence of a reference with its place in it. */
export type Placed = FastaRecord & { at: number };

/** Reads a checked reference, one sequence after the other. */
export async function* referenceRecords(path: string, signal: AbortSignal): AsyncGenerator<Placed> {
  let at = 0;
  for await (const record of fastaRecords(createReadStream(path, { signal }))) yield { ...record, at: at++ };
}

/**
 * All sequences of a checked reference, without their bases.
 *
 * @param ranks of the reference, highest first
 * @param judged the ranks at which novelty is judged
 * @param cut a sequence to the marker's insert; null where it does not hold it
 */
export async function readMembers(
  path: string,
  ranks: readonly string[],
  judged: readonly string[],
  cut: (sequence: string) => string | null,
  signal: AbortSignal,
): Promise<ReferenceMember[]> {
  const members: ReferenceMember[] = [];
  // Members of one taxon share one string.
  const known = new Map<string, string>();
  const shared = (text: string | null) => (text === null ? null : (known.get(text) ?? (known.set(text, text), text)));
  for await (const { name, sequence } of referenceRecords(path, signal)) {
    const { taxa, below } = memberOf(name, ranks, judged);
    const insert = cut(sequence);
    members.push({ taxa: taxa.map(shared), below: below.map(shared), isWhole: insert !== null, length: insert?.length ?? 0 });
  }
  return members;
}
