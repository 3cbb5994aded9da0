import { stat } from "node:fs/promises";

/** Up to here cutadapt 4.2 takes longer with a second thread than without: it costs a process, its start and the way of the reads to it. */
const SMALL_BYTES = 6e6;

/** @returns one thread for a small file of reads: the tools of other samples run beside it; `most` for others */
export async function threadsFor(reads: string, most: number): Promise<number> {
  return (await stat(reads)).size < SMALL_BYTES ? 1 : most;
}
