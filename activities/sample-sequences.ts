import { createReadStream } from "node:fs";
import type { SampleUniques } from "../contracts/analysis.js";
import { type FastaRecord, fastaBatches } from "../science/fasta-records.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { StageContext } from "./stage-context.js";

/** Which samples hold exactly these sequences. Reads one sample after the other: memory grows with the sequences asked for, not with the reads. */
export async function samplesHolding(
  wanted: readonly FastaRecord[],
  samples: readonly SampleUniques[],
  artifacts: ArtifactStore,
  context: StageContext,
): Promise<Map<string, Set<string>>> {
  const names = new Map(wanted.map(({ sequence, name }) => [sequence, name]));
  const holding = new Map(wanted.map(({ name }) => [name, new Set<string>()]));
  for (const [index, { sample, all }] of samples.entries()) {
    for await (const batch of fastaBatches(createReadStream(await artifacts.pathOf(all.sequences)))) {
      for (const { sequence } of batch) {
        const name = names.get(sequence);
        if (name !== undefined) holding.get(name)?.add(sample);
      }
    }
    context.signal.throwIfAborted();
    context.progress((index + 1) / samples.length, `${index + 1} of ${samples.length} samples`);
  }
  return holding;
}
