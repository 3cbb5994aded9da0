import { createReadStream, createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { reverseComplement } from "../science/reverse-complement.js";
import type { ToolCall, ToolRun, ToolRunner } from "./run-tool.js";
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
  threads: number;
}

export interface Trimmed {
  /** Pairs, or single reads. */
  countIn: number;
  /** In both orientations. */
  countOut: number;
  /** Of those kept: how many came in the other orientation, and were turned. */
  turned: number;
  /** How many bases were cut from the start of how many reads, R1 and R2. */
  cutLengths: { forward: CutLength[]; reverse: CutLength[] };
  runs: ToolRun[];
}

export interface CutLength {
  bases: number;
  reads: number;
}

/** Most mismatches in a primer, as a share of its length. */
const ERROR_RATE = 0.15;
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

  async #trim(attempt: Attempt, threads: number, reads: string[], args: string[]): Promise<Trimmed> {
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

function pairArgs({ forwardPrimer, reversePrimer }: TrimPairs, trimmedForward: string, trimmedReverse: string): string[] {
  return [
    ...["--pair-filter", "any", "-g", linkedAdapter(forwardPrimer, reversePrimer), "-G", linkedAdapter(reversePrimer, forwardPrimer)],
    ...["-o", trimmedForward, "-p", trimmedReverse],
  ];
}

async function append(from: string, to: string, signal: AbortSignal): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: "a" }), { signal });
}

/**
 * The primer required at the read's start, the other's reverse complement optional at its end;
 * at least 80 % of each must be seen.
 */
export function linkedAdapter(atStart: string, other: string): string {
  const start = toCutadapt(atStart);
  const end = reverseComplement(toCutadapt(other));
  return `${start};required;min_overlap=${leastOverlap(start)}...${end};optional;min_overlap=${leastOverlap(end)}`;
}

function leastOverlap(primer: string): number {
  return Math.ceil(0.8 * primer.length);
}

/** cutadapt knows no inosine and no U. */
function toCutadapt(primer: string): string {
  return primer.replaceAll("I", "N").replaceAll("U", "T");
}

interface Report {
  read_counts: { input: number; output: number; reverse_complemented: number | null };
  adapters_read1: AdapterReport[] | null;
  adapters_read2: AdapterReport[] | null;
}

interface AdapterReport {
  five_prime_end: { trimmed_lengths: { len: number; counts: number[] }[] } | null;
}

/** Source: cutadapt's reference guide, "JSON report format". */
function parseReport(text: string): Omit<Trimmed, "runs"> {
  const report = JSON.parse(text) as Report;
  const cuts = (adapters: AdapterReport[] | null): CutLength[] =>
    (adapters ?? [])
      .flatMap((adapter) => adapter.five_prime_end?.trimmed_lengths ?? [])
      .map(({ len, counts }) => ({ bases: len, reads: counts.reduce((sum, count) => sum + count, 0) }));
  return {
    countIn: report.read_counts.input,
    countOut: report.read_counts.output,
    turned: report.read_counts.reverse_complemented ?? 0,
    cutLengths: { forward: cuts(report.adapters_read1), reverse: cuts(report.adapters_read2) },
  };
}
