import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadConfig } from "../../../config/config.js";
import { reverseComplement } from "../../../science/reverse-complement.js";

export const REFERENCES = join(loadConfig().testData, "references");

/** Upper-case DNA of a packed reference, of the sequences whose lineage matches. */
export async function referenceSequences(name: string, lineage = /./): Promise<string[]> {
  const text = gunzipSync(await readFile(join(REFERENCES, name))).toString("latin1");
  return text
    .split(">")
    .slice(1)
    .filter((record) => lineage.test(record.slice(0, record.indexOf("\n"))))
    .map((record) => record.slice(record.indexOf("\n")).replace(/\s/g, "").toUpperCase().replaceAll("U", "T"));
}

/** Letters that a primer's letter stands for, as cutadapt takes them. */
const BASES: Record<string, string> = {
  ...{ A: "A", C: "C", G: "G", T: "T", R: "AG", Y: "CT", S: "CG", W: "AT", K: "GT", M: "AC" },
  ...{ B: "CGT", D: "AGT", H: "ACT", V: "ACG", N: "ACGTN", I: "ACGTN" },
};

/**
 * What lies between the primers in sequences that hold both, with at most 15 % mismatches; behind the forward primer
 * to the end where there is no reverse one.
 */
export function amplicons(sequences: readonly string[], marker: { forwardPrimer: string; reversePrimer: string | null }): string[] {
  const end = marker.reversePrimer === null ? null : reverseComplement(marker.reversePrimer);
  return sequences.flatMap((sequence) => {
    const from = find(sequence, marker.forwardPrimer, 0);
    if (from === -1) return [];
    const start = from + marker.forwardPrimer.length;
    const to = end === null ? sequence.length : find(sequence, end, start);
    return to === -1 ? [] : [sequence.slice(start, to)];
  });
}

function find(sequence: string, primer: string, from: number): number {
  const most = Math.floor(0.15 * primer.length);
  for (let at = from; at + primer.length <= sequence.length; at++) {
    let mismatches = 0;
    for (let index = 0; index < primer.length && mismatches <= most; index++) {
      if (!BASES[primer[index] as string]?.includes(sequence[at + index] as string)) mismatches++;
    }
    if (mismatches <= most) return at;
  }
  return -1;
}
