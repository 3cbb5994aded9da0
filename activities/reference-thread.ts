import { createWriteStream } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { type HeaderHints, type HeaderReader, headerReader, readHead } from "../science/headers/header-reader.js";
import { type ReferenceSurvey, readReference, surveyReference } from "../science/read-reference.js";
import { bytesAt } from "./bytes-at.js";
import { writeBlocks } from "./write-blocks.js";

export interface ReferenceWork {
  /** Path of the file, FASTA. */
  file: string;
  hints: HeaderHints;
  /** Paths that are written: FASTA for vsearch; what BLAST calls each sequence, and its lineage. */
  sequences: string;
  subjects: string;
}

export interface ReferenceRead {
  survey: ReferenceSurvey;
  style: HeaderReader["style"];
  count: number;
  /** Sequences that stand there again under other names. */
  ambiguous: number;
}

/** A thread of its own: reads are checked at the same time. The file is read twice, as its ranks must be known before it is written. */
async function main({ file, hints, sequences, subjects }: ReferenceWork): Promise<ReferenceRead> {
  const watch = { progress: (progress: number, status: string) => parentPort?.postMessage({ progress, status }) };
  const headers = headerReader(await readHead(bytesAt(file, watch, 0)), hints);
  const survey = await surveyReference(bytesAt(file, watch, 0.5), headers.read());
  const { sequences: count, ambiguous } = await writeBlocks(subjects, (rows) => {
    const onTitle = (label: string, lineage: string) => rows.write(`${label}\t${lineage}\n`);
    return readReference(bytesAt(file, watch, 0.5, 0.5), createWriteStream(sequences), survey.ranks, headers.read(), onTitle);
  });
  return { survey, style: headers.style, count, ambiguous };
}

// What is thrown becomes the thread's error.
parentPort?.postMessage({ done: await main(workerData as ReferenceWork) });
