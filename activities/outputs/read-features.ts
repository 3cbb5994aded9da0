import { createReadStream } from "node:fs";
import { fastaRecords } from "../../science/fasta-records.js";
import type { Feature } from "../../science/feature.js";

/** The features of a FASTA file of ours, in its order. */
export async function readFeatures(path: string): Promise<Feature[]> {
  const features: Feature[] = [];
  for await (const { name, size, sequence } of fastaRecords(createReadStream(path))) features.push({ id: name, size, sequence });
  return features;
}
