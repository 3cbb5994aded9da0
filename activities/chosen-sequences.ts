import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { type FastaRecord, fastaRecords, fastaText } from "../science/fasta-records.js";
import type { RecordCount } from "./counts.js";
import type { StageContext } from "./stage-context.js";

/** Writes the sequences that are chosen, in their order. @returns how many there are, and the reads that they stand for */
export async function chosenSequences(
  context: StageContext,
  from: string,
  to: string,
  isChosen: (record: FastaRecord) => boolean,
): Promise<RecordCount> {
  const chosen: RecordCount = { records: 0, size: 0 };
  async function* texts() {
    for await (const record of fastaRecords(createReadStream(from))) {
      if (!isChosen(record)) continue;
      chosen.records++;
      chosen.size += record.size;
      yield fastaText(record);
    }
  }
  await pipeline(texts(), createWriteStream(to), { signal: context.signal });
  return chosen;
}
