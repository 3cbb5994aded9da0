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
}
