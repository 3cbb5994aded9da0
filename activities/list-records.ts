import { createReadStream } from "node:fs";
import { type FastaRecord, fastaRecords } from "../science/fasta-records.js";

/** All sequences of a file of ours: of features, which fit into memory. */
export async function listRecords(path: string): Promise<FastaRecord[]> {
  const records: FastaRecord[] = [];
  for await (const record of fastaRecords(createReadStream(path))) records.push(record);
  return records;
}
