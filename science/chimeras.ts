import { nameOf } from "./fasta-records.js";

/** A sequence that looks joined from two others. */
export interface SuspectedChimera {
  name: string;
  parents: [string, string];
}

/** OTUs' centroids hold errors, which UCHIME3 takes for what chimeras are told by; it is for denoised sequences. */
export function chimeraMethodOf(featureType: string): "uchime" | "uchime3" {
  return featureType === "OTU" ? "uchime" : "uchime3";
}

/**
 * Reads the rows of `--uchimeout` that do not say N: score, query, parent A, parent B, ..., verdict. `?` is a borderline case,
 * which vsearch keeps out of its own `--nonchimeras` too; UCHIME3 knows none.
 * Source: vsearch's manual.
 */
export function parseUchime(text: string): SuspectedChimera[] {
  return text
    .split("\n")
    .map((line) => line.split("\t"))
    .filter((fields) => fields.at(-1) !== "N" && fields.length > 1)
    .map((fields) => ({
      name: nameOf(fields[1] ?? ""),
      parents: [nameOf(fields[2] ?? ""), nameOf(fields[3] ?? "")],
    }));
}

/**
 * A chimera arises in one tube: its parents must occur with it in at least one sample.
 *
 * @param samplesOf the samples that hold exactly this sequence
 */
export function isChimera(suspected: SuspectedChimera, samplesOf: (name: string) => ReadonlySet<string>): boolean {
  const [a, b] = suspected.parents.map(samplesOf);
  return [...samplesOf(suspected.name)].some((sample) => a?.has(sample) && b?.has(sample));
}
