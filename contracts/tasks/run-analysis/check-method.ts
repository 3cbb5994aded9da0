import { flagKindOf } from "./marker-flags.js";
import type { GivenParameters } from "./parameters.js";

type Refuse = (path: readonly string[], message: string) => void;

/** What the analysis and its method exclude or need. */
export function checkMethod(
  given: { analysis_type: string; reference?: string | undefined; parameters: GivenParameters },
  refuse: Refuse,
): void {
  const { denoiser, clusterer, min_size: minSize } = given.parameters;
  const clusters = given.analysis_type === "clustering";
  if (!clusters && given.reference === undefined) refuse(["reference"], `is needed: \`${given.analysis_type}\` names what it finds`);
  if (clusters && denoiser !== undefined) refuse(["parameters", "denoiser"], "is not for `clustering`, which has `clusterer`");
  if (!clusters && clusterer !== undefined) refuse(["parameters", "clusterer"], "is only for `clustering`");
  if (denoiser === "dada2" && minSize !== undefined)
    refuse(["parameters", "min_size"], "is not for `dada2`, which judges each sequence itself");
  checkFlags(given, (message) => refuse(["parameters", "remove_flagged"], message));
}

function checkFlags(given: { reference?: string | undefined; parameters: GivenParameters }, refuse: (message: string) => void): void {
  if (!given.parameters.remove_flagged) return;
  const kind = flagKindOf(given.parameters.marker ?? null);
  if (kind === null) refuse("is for markers of COI, 16S and 12S: features of others are not checked");
  else if (kind !== "coding" && given.reference === undefined) refuse("needs a reference: only names tell what is to be flagged");
}
