import { readFile, stat } from "node:fs/promises";
import type { ImportedFile, ImportedInput, Sample } from "../contracts/analysis.js";
import { JobFailure } from "../contracts/failures.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { samplesOfLibraries } from "../science/libraries.js";
import { sheetText } from "../science/sheet-text.js";
import { parseTagFile, type TaggedSample } from "../science/tag-file.js";
import type { ArtifactStore } from "../store/artifacts.js";
import { toInvalidInput } from "./given-files.js";
import { atMost, LARGEST_SHEET } from "./list-samples.js";

/**
 * The samples of a tag file, in place of the pairs of files that their reads are in.
 *
 * @throws {JobFailure} InvalidInput, with the tag file's line where one is at fault
 */
export async function withTags(
  dataset: Pick<ImportedInput, "format" | "samples">,
  file: ImportedFile,
  artifacts: ArtifactStore,
  parameters: Pick<AnalysisParameters, "forward_primer" | "reverse_primer">,
): Promise<Pick<ImportedInput, "format" | "samples" | "libraries">> {
  const single = dataset.samples.find(({ reverse }) => reverse === undefined);
  if (single)
    throw new JobFailure(
      "InvalidInput",
      `\`tag_file\` is for pairs of reads, which begin with a tag each, and ${single.forward.name} has no pairs; where another file holds its reverse reads, name both in a sample sheet`,
    );
  const path = await artifacts.pathOf(file.artifact);
  if ((await stat(path)).size > LARGEST_SHEET)
    throw new JobFailure("InvalidInput", `${file.name} is larger than 10 MB; a tag file has a line a sample`);
  const bytes = await readFile(path);
  try {
    return { format: dataset.format, ...divided(dataset.samples, bytes, parameters) };
  } catch (error) {
    throw toInvalidInput(file.name, error);
  }
}

function divided(
  given: readonly Sample[],
  bytes: Buffer,
  { forward_primer: forward, reverse_primer: reverse }: Pick<AnalysisParameters, "forward_primer" | "reverse_primer">,
): Required<Pick<ImportedInput, "samples" | "libraries">> {
  const primers = { forwardPrimer: forward ?? "", reversePrimer: reverse ?? "" };
  const tagged = parseTagFile(sheetText(bytes, "the tag file"), primers);
  atMost(tagged.length);
  const listed = given.map((pair) => ({ name: pair.name, forward: pair.forward.name, reverse: pair.reverse?.name ?? "", pair }));
  const owners = new Map<TaggedSample, Sample>();
  const libraries = samplesOfLibraries(listed, tagged).map(([{ pair }, own]) => {
    for (const sample of own) owners.set(sample, pair);
    return { ...pair, tags: own.map(({ name, forward, reverse }) => ({ name, forward, reverse })) };
  });
  const samples = tagged.map((sample) => {
    const { metadata, ...files } = owners.get(sample) as Sample;
    return { ...files, name: sample.name, metadata: { ...metadata, ...sample.metadata } };
  });
  return { samples, libraries };
}
