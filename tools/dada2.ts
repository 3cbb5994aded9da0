import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JobFailure } from "../contracts/failures.js";
import type { Attempt } from "./cutadapt.js";
import type { ToolRun, ToolRunner } from "./run-tool.js";
import { NOTHING } from "./tokens.js";

const SCRIPT = fileURLToPath(new URL("./dada2.R", import.meta.url));

/** R that says the version of the package, or that it is missing. */
export const DADA2_VERSION =
  'cat("dada2", if (nzchar(system.file(package = "dada2"))) as.character(packageVersion("dada2")) else "missing", "\\n")';

export interface Dada2Run {
  /** FASTQ files of one run, none empty; all samples have reverse reads, or none has. */
  samples: { forward: string; reverse: string | null }[];
  /** Bases. */
  minOverlap: number;
  threads: number;
}

export interface Dada2Sample {
  /** Pairs, or reads. */
  countIn: number;
  /** In the sequences. */
  countOut: number;
  /** TSV: sequence, reads; largest first. */
  sequences: string;
}

/** Source: Callahan et al. 2016, doi:10.1038/nmeth.3869. */
export class Dada2 {
  readonly #tools: ToolRunner;

  constructor(tools: ToolRunner) {
    this.#tools = tools;
  }

  /** @throws {JobFailure} ToolFailed where R or the package is not installed */
  async version(attempt: Attempt): Promise<string> {
    const { log } = await this.#tools
      .run({ ...attempt, program: "Rscript", args: ["--vanilla", "-e", DADA2_VERSION], inputs: [], ...NOTHING })
      .catch((error: Error) => Promise.reject(error.message.includes("is not installed") ? notInstalled() : error));
    const found = /^dada2 ([\d.]+)/m.exec(log)?.[1];
    if (found === undefined) throw notInstalled();
    return found;
  }

  /**
   * Learns the errors of the run from all its samples, denoises each, and joins the pairs.
   *
   * @throws {JobFailure} InvalidInput where there is nothing to learn from
   */
  async denoise({ samples, minOverlap, threads }: Dada2Run, attempt: Attempt): Promise<{ run: ToolRun; samples: Dada2Sample[] }> {
    const sheet = join(attempt.folder, "sheet.tsv");
    await writeFile(sheet, samples.map(({ forward, reverse }) => `${forward}\t${reverse ?? ""}\n`).join(""));
    const inputs = samples.flatMap(({ forward, reverse }) => [forward, ...(reverse === null ? [] : [reverse])]);
    const sizes = await Promise.all(inputs.map(async (path) => (await stat(path)).size));
    const call = {
      ...attempt,
      program: "Rscript",
      args: ["--vanilla", SCRIPT, sheet, String(minOverlap), String(threads)],
      inputs: [SCRIPT, ...inputs],
      threads,
      memoryBytes: 1024 ** 3 + 8 * sizes.reduce((sum, size) => sum + size, 0),
    };
    const run = await this.#tools.run(call).catch((error: unknown) => Promise.reject(unlearnable(error) ?? error));
    const rows = (await readFile(join(attempt.folder, "counts.tsv"), "utf8")).trimEnd().split("\n");
    const found = rows.map((row, index) => {
      const [countIn = 0, , , countOut = 0] = row.split("\t").map(Number);
      return { countIn, countOut, sequences: join(attempt.folder, `${index + 1}.tsv`) };
    });
    return { run, samples: found };
  }
}

/** What DADA2 cannot learn from fails at every try. */
function unlearnable(error: unknown): JobFailure | undefined {
  const { logTail } = error as Partial<JobFailure>;
  const [, side] = /cannot learn the errors of the (\w+) reads/.exec(logTail ?? "") ?? [];
  if (side === undefined || logTail === undefined) return undefined;
  const message = `dada2 cannot learn the errors of the ${side} reads of a run: it has too few reads, or their qualities are all alike; choose another \`denoiser\``;
  return new JobFailure("InvalidInput", message, { logTail, cause: error });
}

function notInstalled(): JobFailure {
  return new JobFailure(
    "ToolFailed",
    "the R package dada2 is not installed here: apt install r-bioc-dada2, or conda install bioconda::bioconductor-dada2; or choose another `denoiser`",
  );
}
