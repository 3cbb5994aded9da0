import { join } from "node:path";
import type { CheckedReference, ImportedFile } from "../contracts/analysis.js";
import { sha256Of } from "../contracts/artifact.js";
import type { HeaderHints } from "../science/headers/header-reader.js";
import { reading } from "./check-files.js";
import { inThread } from "./in-thread.js";
import type { ReferenceRead, ReferenceWork } from "./reference-thread.js";
import type { StageContext } from "./stage-context.js";

/** Changed with what the reader accepts, writes or warns of. */
export const READER = 5;

export interface WholeReference extends Omit<ReferenceRead, "count"> {
  checked: CheckedReference;
}

/**
 * Reads a reference to its end, and keeps it as the tools need it.
 *
 * @throws {JobFailure} InvalidInput, with file and line
 */
export async function readWholeReference(context: StageContext, file: ImportedFile, hints: HeaderHints = {}): Promise<WholeReference> {
  const [sequences, subjects] = [join(context.folder, "reference.fasta"), join(context.folder, "subjects.tsv")];
  const work: ReferenceWork = { file: await context.pathOf(file.artifact), hints, sequences, subjects };
  const { survey, style, count, ambiguous } = await reading(file, () => inThread<ReferenceRead>("reference-thread", work, context));
  const checked = {
    name: file.name,
    sha256: sha256Of(file.artifact),
    sequences: (await context.keep(sequences)).artifact,
    subjects: (await context.keep(subjects)).artifact,
    count,
    ranks: survey.ranks,
  };
  return { survey, style, ambiguous, checked };
}
