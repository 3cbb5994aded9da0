import type { Feature } from "../../science/feature.js";
import { listRecords } from "../list-records.js";

/** The features of a FASTA file of ours, in its order. */
export async function readFeatures(path: string): Promise<Feature[]> {
  return (await listRecords(path)).map(({ name, size, sequence }) => ({ id: name, size, sequence }));
}
