import { stat } from "node:fs/promises";
import type { BlastProgram } from "../contracts/blast.js";
import { BLAST_FIELDS } from "../contracts/blast.js";
import { JobFailure } from "../contracts/failures.js";
import type { Attempt } from "./cutadapt.js";
import type { ToolRun, ToolRunner } from "./run-tool.js";
import { NOTHING } from "./tokens.js";

export interface BlastSearch {
  /** FASTA. */
  queries: string;
  /** Absolute, without the endings of its files. */
  database: string;
  /** The files of the database, as they may be read. */
  files: readonly string[];
  /** Rows of `BLAST_FIELDS` with comments between them. */
  hits: string;
  program: BlastProgram;
  evalue: number;
  /** Most subjects of a query. */
  maxTargets: number;
  /** Further options with their values, from a closed list. */
  options: readonly string[];
  threads: number;
}

const MB = 1024 * 1024;

/** Source: Camacho et al. 2009, doi:10.1186/1471-2105-10-421; NCBI's manual of BLAST+. */
export class Blast {
  readonly #tools: ToolRunner;

  constructor(tools: ToolRunner) {
    this.#tools = tools;
  }

  async version(attempt: Attempt): Promise<string> {
    const { log } = await this.#tools.run({ ...attempt, program: "blastn", args: ["-version"], inputs: [], ...NOTHING });
    return /blastn: ([\d.]+)/.exec(log)?.[1] ?? "unknown";
  }

  /**
   * Makes a database of nucleotides in the attempt's folder.
   *
   * @param sequences FASTA in that folder
   * @param name of the files, without their endings
   */
  async makeDatabase(sequences: string, name: string, attempt: Attempt): Promise<ToolRun> {
    // Version 4 has no LMDB file, which wants gigabytes of address space.
    const args = ["-in", sequences, "-dbtype", "nucl", "-blastdb_version", "4", "-title", name, "-out", name];
    const memoryBytes = 256 * MB + (await stat(sequences)).size;
    return this.#tools.run({ ...attempt, program: "makeblastdb", args, inputs: [sequences], threads: 1, memoryBytes });
  }

  /** Every query is told of, also one without hits: who reads the file can tell whether it is whole. */
  async search(input: BlastSearch, attempt: Attempt): Promise<ToolRun> {
    const args = [
      "-task",
      input.program,
      "-query",
      input.queries,
      "-db",
      input.database,
      "-out",
      input.hits,
      "-outfmt",
      `7 ${BLAST_FIELDS.join(" ")}`,
      "-evalue",
      String(input.evalue),
      "-max_target_seqs",
      String(input.maxTargets),
      "-num_threads",
      String(input.threads),
      ...input.options,
    ];
    const sizes = await Promise.all(input.files.map(async (path) => (await stat(path)).size));
    const memoryBytes = 512 * MB + 2 * sizes.reduce((sum, size) => sum + size, 0);
    const inputs = [input.queries, ...input.files];
    return this.#tools.run({ ...attempt, program: "blastn", args, inputs, threads: input.threads, memoryBytes }).catch((error: unknown) => {
      throw refusalIn(error) ?? error;
    });
  }
}

/** What blastn says of options that do not go together: another try would end alike. */
function refusalIn(error: unknown): JobFailure | undefined {
  const told = error instanceof JobFailure && error.type === "ToolFailed" ? error.logTail : undefined;
  const refusal = /BLAST query\/options error: (.*)/.exec(told ?? "")?.[1];
  return refusal === undefined ? undefined : new JobFailure("InvalidInput", `blastn refuses its options: ${refusal}`, { cause: error });
}
