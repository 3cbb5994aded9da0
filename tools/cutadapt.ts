import { createReadStream, createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { JobFailure } from "../contracts/failures.js";
import { TAG_TITLE } from "../science/tag-title.js";
import { type Counted, parseReport } from "./cutadapt-report.js";
import { ERROR_RATE, linkedAdapter } from "./linked-adapter.js";
import type { ToolCall, ToolRun, ToolRunner } from "./run-tool.js";
import { tagAdapters } from "./tag-adapters.js";
import { threadsFor } from "./threads-for.js";
import { NOTHING } from "./tokens.js";

/** What every call of a tool needs from the attempt that makes it. */
export type Attempt = Pick<ToolCall, "folder" | "signal" | "kill" | "onLog" | "onWait" | "memoryScale">;

export interface TrimPairs {
  forward: string;
  reverse: string;
  trimmedForward: string;
  trimmedReverse: string;
  /** 5'->3', IUPAC letters. */
  forwardPrimer: string;
  reversePrimer: string;
  /** At most: small files get one. */
  threads: number;
}

export interface FindTags {
  forward: string;
  reverse: string;
  /** 5'->3', each once; before the forward primer, and before the reverse primer. */
  forwardTags: readonly string[];
  reverseTags: readonly string[];
  forwardPrimer: string;
  reversePrimer: string;
  /** At most: small files get one. */
  threads: number;
}

export interface TagsFound {
  countIn: number;
  /** R1 begins with a tag of the forward primer, R2 with one of the reverse primer; titles as `readTagTitle` reads them. */
  files: { forward: string; reverse: string; pairs: number }[];
  runs: ToolRun[];
}

export interface TrimQuality {
  forward: string;
  reverse?: string | undefined;
  trimmedForward: string;
  trimmedReverse: string;
  /** Phred. */
  quality: number;
  /** At most: small files get one. */
  threads: number;
}

export interface Trimmed extends Counted {
  runs: ToolRun[];
}

const MEMORY_BYTES = 300 * 1024 * 1024;

/** Primer trimming. Source: Martin 2011, doi:10.14806/ej.17.1.200; cutadapt's user guide, "Linked adapters". */
export class Cutadapt {
  readonly #tools: ToolRunner;

  constructor(tools: ToolRunner) {
    this.#tools = tools;
  }

  async version(attempt: Attempt): Promise<string> {
    const { log } = await this.#tools.run({
      ...attempt,
      program: "cutadapt",
      args: ["--version"],
      inputs: [],
      ...NOTHING,
    });
    return log.trim();
  }

  /**
   * Keeps the pairs of which both reads begin with their primer, and cuts it off, with the other primer's
   * reverse complement where the read runs into it. Libraries made by ligation hold inserts in both orientations:
   * the pairs that are left are looked at again with R1 and R2 exchanged, and written in that order.
   */
  async trimPairs(input: TrimPairs, attempt: Attempt): Promise<Trimmed> {
    const [rest1, rest2] = [join(attempt.folder, "rest_R1.fastq"), join(attempt.folder, "rest_R2.fastq")];
    const first = await this.#trim(
      attempt,
      input.threads,
      [input.forward, input.reverse],
      [
        ...pairArgs(input, input.trimmedForward, input.trimmedReverse),
        ...["--untrimmed-output", rest1, "--untrimmed-paired-output", rest2],
      ],
    );
    if (first.countOut === first.countIn) return first;
    const [turned1, turned2] = [join(attempt.folder, "turned_R1.fastq"), join(attempt.folder, "turned_R2.fastq")];
    const second = await this.#trim(attempt, input.threads, [rest2, rest1], [...pairArgs(input, turned1, turned2), "--discard-untrimmed"]);
    expectRest(first.countIn - first.countOut, second.countIn);
    if (second.countOut > 0) {
      await append(turned1, input.trimmedForward, attempt.signal);
      await append(turned2, input.trimmedReverse, attempt.signal);
    }
    return {
      countIn: first.countIn,
      countOut: first.countOut + second.countOut,
      turned: second.countOut,
      cutLengths: {
        forward: [...first.cutLengths.forward, ...second.cutLengths.forward],
        reverse: [...first.cutLengths.reverse, ...second.cutLengths.reverse],
      },
      runs: [...first.runs, ...second.runs],
    };
  }

  /** The same for reads without a partner. */
  async trimSingle(input: Omit<TrimPairs, "reverse" | "trimmedReverse">, attempt: Attempt): Promise<Trimmed> {
    const adapter = linkedAdapter(input.forwardPrimer, input.reversePrimer);
    // Nothing is left of a read that ends with its primer; vsearch would drop it without a count.
    return this.#trim(
      attempt,
      input.threads,
      [input.forward],
      [
        ...["--minimum-length", "1", "-g", adapter, "-o", input.trimmedForward, "--discard-untrimmed"],
        // Reads in the other orientation are turned.
        "--revcomp",
      ],
    );
  }

  /**
   * Finds the pairs of which both reads hold a tag with its primer behind it, and cuts off what stands before the tags. Pairs
   * in the other orientation come in a second pair of files, turned. Source: cutadapt's user guide, "Demultiplexing".
   */
  async findTags(input: FindTags, attempt: Attempt): Promise<TagsFound> {
    const path = (name: string) => join(attempt.folder, name);
    const adapters = [path("forward_tags.fasta"), path("reverse_tags.fasta")] as const;
    await writeFile(adapters[0], tagAdapters(input.forwardTags, input.forwardPrimer));
    await writeFile(adapters[1], tagAdapters(input.reverseTags, input.reversePrimer));
    const pass = async (name: string, reads: string[], rest: string[]) => {
      const files = { forward: path(`${name}_R1.fastq`), reverse: path(`${name}_R2.fastq`) };
      const args = ["--action", "retain", "--pair-filter", "any", "--rename", TAG_TITLE, ...rest];
      const found = ["-g", `file:${adapters[0]}`, "-G", `file:${adapters[1]}`, "-o", files.forward, "-p", files.reverse];
      const { countIn, countOut, runs } = await this.#trim(attempt, input.threads, reads, [...args, ...found]);
      return { countIn, runs, files: { ...files, pairs: countOut } };
    };
    const [rest1, rest2] = [path("rest_R1.fastq"), path("rest_R2.fastq")];
    const first = await pass("tagged", [input.forward, input.reverse], ["--untrimmed-output", rest1, "--untrimmed-paired-output", rest2]);
    const second = await pass("turned", [rest2, rest1], ["--discard-untrimmed"]);
    expectRest(first.countIn - first.files.pairs, second.countIn);
    return { countIn: first.countIn, files: [first.files, second.files], runs: [...first.runs, ...second.runs] };
  }

  /** Cuts off the ends of reads where qualities are low; reads, or pairs, of which nothing is left are dropped. */
  async trimQuality(input: TrimQuality, attempt: Attempt): Promise<Trimmed> {
    const { forward, reverse, trimmedForward, trimmedReverse, quality, threads } = input;
    const paired = reverse === undefined ? [] : ["-p", trimmedReverse];
    const args = ["-q", String(quality), "--minimum-length", "1", "-o", trimmedForward, ...paired];
    return this.#trim(attempt, threads, [forward, ...(reverse === undefined ? [] : [reverse])], args);
  }

  async #trim(attempt: Attempt, mostThreads: number, reads: string[], args: string[]): Promise<Trimmed> {
    const threads = await threadsFor(reads[0] as string, mostThreads);
    const report = join(attempt.folder, "cutadapt.json");
    const run = await this.#tools.run({
      ...attempt,
      program: "cutadapt",
      args: ["-j", String(threads), "-e", String(ERROR_RATE), "--json", report, ...args, ...reads],
      inputs: reads,
      threads,
      memoryBytes: MEMORY_BYTES,
    });
    return { ...parseReport(await readFile(report, "utf8")), runs: [run] };
  }
}

/** The pairs that the first look left are those of the second. @throws {JobFailure} CountMismatch */
function expectRest(left: number, found: number): void {
  if (left === found) return;
  throw new JobFailure("CountMismatch", `cutadapt looked at ${found} of ${left} pairs again; the disk may be full`);
}

function pairArgs({ forwardPrimer, reversePrimer }: TrimPairs, trimmedForward: string, trimmedReverse: string): string[] {
  return [
    ...["--pair-filter", "any", "-g", linkedAdapter(forwardPrimer, reversePrimer), "-G", linkedAdapter(reversePrimer, forwardPrimer)],
    ...["-o", trimmedForward, "-p", trimmedReverse],
  ];
}

async function append(from: string, to: string, signal: AbortSignal): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: "a" }), { signal });
}
