import { createReadStream } from "node:fs";
import { type FastaRecord, fastaBatches, fastaText } from "../science/fasta-records.js";
import type { RecordCount } from "./counts.js";
import type { StageContext } from "./stage-context.js";
import { writeBlocks } from "./write-blocks.js";

/**
 * Writes the sequences that are chosen, in their order.
 *
 * @param choose gives each as it is to be written; null: not at all
 * @returns how many there are, and the reads that they stand for
 */
export async function chosenSequences(
  context: StageContext,
  from: string,
  to: string,
  choose: (record: FastaRecord) => FastaRecord | null,
): Promise<RecordCount> {
  const chosen: RecordCount = { records: 0, size: 0 };
  await writeBlocks(to, async (writer) => {
    for await (const batch of fastaBatches(createReadStream(from, { signal: context.signal }))) {
      for (const record of batch) {
        const found = choose(record);
        if (found === null) continue;
        chosen.records++;
        chosen.size += found.size;
        writer.write(fastaText(found));
      }
      await writer.drained();
    }
  });
  return chosen;
}
