import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadConfig } from "../config/config.js";
import { MARKERS } from "../contracts/markers.js";
import type { AnalysisResult } from "../contracts/tasks/run-analysis/result.js";
import { BIOMARKS } from "../test/e2e/data.js";
import { type DevStack, EXAMPLES } from "../test/e2e/dev-stack.js";
import { figures, show } from "./figures.js";
import { seconds } from "./interleaved.js";
import type { BenchOptions, Row } from "./benchmark.js";

const SHELL = fileURLToPath(new URL("./shell-pipeline.sh", import.meta.url));
const DATA = loadConfig().testData;
const THREADS = String(availableParallelism());
/** `import_input` looks at the files each time, and the provenance holds the job's own parameters. */
const DEPEND_ON_CONFIDENCE = new Set(["import_input", "check_marker", "summarise", "export_tables", "write_report", "write_provenance"]);
const REPEATS = 5;
const run = promisify(execFile);

interface Case {
  name: string;
  files: string[];
  params: { dataset_path: string; reference: string; analysis_type?: string; parameters: object };
  /** Arguments of the shell pipeline, from the entry to the reference. */
  shell: string[];
  /** After those of the output: the files of further samples. */
  more?: string[];
  env?: Record<string, string>;
  target: string;
  reached(ours: number, shell: number): boolean;
}

/** Real pairs of 12S eDNA, against the same commands in a shell. */
export async function mifish({ stack, rounds }: BenchOptions): Promise<Row[]> {
  const [one, two] = [1, 2].map((side) => join(DATA, `mifish-12s/DRR126155_${side}.fastq.gz`)) as [string, string];
  const reference = join(DATA, "references/mifish-12s-v3.83.sintax.fasta.gz");
  if (!existsSync(one)) return [skipped("mifish-12s")];
  const { forwardPrimer, reversePrimer, minLength, maxLength } = MARKERS["12S-MiFish"];
  await cp(join(DATA, "mifish-12s"), join(stack.dataRoot, "mifish"), { recursive: true });
  return compare(
    { stack, rounds: rounds ?? 5 },
    {
      name: "mifish-12s",
      files: [reference],
      params: { dataset_path: "mifish", reference: basename(reference), parameters: { marker: "12S-MiFish" } },
      shell: ["reads", one, two, forwardPrimer, reversePrimer, String(minLength), String(maxLength), reference],
      target: "at most 1.5 s more than the shell",
      reached: (ours, shell) => ours - shell <= 1.5,
    },
  );
}

/** Two real communities, each twenty times over as samples, against a shell that maps every read. */
export async function samples({ stack, rounds = 3 }: BenchOptions): Promise<Row[]> {
  const mifishReads = ["R1", "R2"].map((_, side) => join(DATA, `mifish-12s/DRR126155_${side + 1}.fastq.gz`));
  const mifishReference = join(DATA, "references/mifish-12s-v3.83.sintax.fasta.gz");
  const lake = ["R1", "R2"].map((side) => join(EXAMPLES, `lake_${side}.fastq.gz`));
  const ofExamples = await twentyTimes(stack, rounds, "example", lake, "16S-V4", join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz"));
  if (!existsSync(mifishReads[0] ?? "")) return [...ofExamples, skipped("mifish-12s")];
  return [...ofExamples, ...(await twentyTimes(stack, rounds, "mifish-12s", mifishReads, "12S-MiFish", mifishReference))];
}

async function twentyTimes(
  stack: DevStack,
  rounds: number,
  name: string,
  sides: readonly string[],
  marker: "16S-V4" | "12S-MiFish",
  reference: string,
): Promise<Row[]> {
  const { forwardPrimer, reversePrimer, minLength, maxLength } = MARKERS[marker];
  const folder = `twenty-${name}`;
  const files: string[] = [];
  for (let sample = 1; sample <= 20; sample++) {
    for (const [side, file] of sides.entries()) {
      const to = join(stack.dataRoot, folder, `s${String(sample).padStart(2, "0")}_R${side + 1}.fastq.gz`);
      await cp(file, to);
      files.push(to);
    }
  }
  const [first = "", second = "", ...others] = files;
  return compare(
    { stack, rounds },
    {
      name: `${name}, 20 samples`,
      files: [reference],
      params: { dataset_path: folder, reference: basename(reference), parameters: { marker } },
      shell: ["reads", first, second, forwardPrimer, reversePrimer, String(minLength), String(maxLength), reference],
      more: others,
      env: { EVERY_READ: "1" },
      target: "at most 0.8 x a shell that maps every read",
      reached: (ours, shell) => ours <= 0.8 * shell,
    },
  );
}

/** 50,000 sequences of 18S V4 with abundances, from Debian's vsearch-examples. */
export async function biomarks({ stack, rounds }: BenchOptions): Promise<Row[]> {
  const fasta = BIOMARKS;
  const reference = join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz");
  if (!existsSync(fasta)) return [skipped("BioMarKs50k")];
  return compare(
    { stack, rounds: rounds ?? 3 },
    {
      name: "BioMarKs50k",
      files: [fasta, reference],
      params: { dataset_path: basename(fasta), reference: basename(reference), parameters: { min_size: 8 } },
      shell: ["fasta", fasta, reference],
      env: { MIN_SIZE: "8" },
      ...NEAR_THE_SHELL,
    },
  );
}

const NEAR_THE_SHELL: Pick<Case, "target" | "reached"> = {
  target: "at most 1.05 x the shell",
  reached: (ours, shell) => ours <= 1.05 * shell,
};

/** The same sequences gathered into OTUs. */
export async function otus({ stack, rounds }: BenchOptions): Promise<Row[]> {
  const reference = join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz");
  if (!existsSync(BIOMARKS)) return [skipped("BioMarKs50k")];
  return compare(
    { stack, rounds: rounds ?? 3 },
    {
      name: "OTUs of BioMarKs50k",
      files: [BIOMARKS, reference],
      params: { dataset_path: basename(BIOMARKS), analysis_type: "clustering", reference: basename(reference), parameters: {} },
      shell: ["otus", BIOMARKS, reference],
      ...NEAR_THE_SHELL,
    },
  );
}

/** A, B, A, B, after one round that does not count; the same bytes each time. */
async function compare({ stack, rounds }: { stack: DevStack; rounds: number }, it: Case): Promise<Row[]> {
  for (const file of it.files) await cp(file, join(stack.dataRoot, basename(file)));
  const out = join(stack.home, "shell");
  const inShell = async () => {
    await rm(out, { recursive: true, force: true });
    return seconds(() =>
      run("sh", [SHELL, ...it.shell, out, THREADS, ...(it.more ?? [])], { env: { PATH: loadConfig().searchPath.join(":"), ...it.env } }),
    );
  };
  const job = async (params: object) => {
    let id = "";
    const took = await seconds(async () => {
      id = await stack.submit("run_analysis", params);
      await stack.call(`/jobs/${id}/wait?timeout=290`);
    });
    const { state, result, error } = await stack.job(id);
    assert.equal(state, "SUCCESS", JSON.stringify(error));
    return { id, took, result: result as AnalysisResult };
  };
  const [ours, shell]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    await stack.sql("truncate stage_cache");
    const { id, took } = await job(it.params);
    const inShellTook = await inShell();
    for (const name of ["features.fasta", "features.tsv"]) {
      const isSame = (await stack.artifact(id, name)) === (await readFile(join(out, name), "utf8"));
      assert.ok(isSame, `${name} of ${it.name} differs from the shell's`);
    }
    if (round === 0) continue;
    ours.push(took);
    shell.push(inShellTook);
  }
  const [a, b] = [figures(ours), figures(shell)];
  const ratios = figures(ours.map((value, index) => value / (shell[index] ?? Number.NaN)));
  const [again, changed]: [number[], number[]] = [[], []];
  const ran = new Set<string>();
  // Not the first repeat alone: a worker that has just run tools answers it faster than the next ones.
  for (let round = 0; round < REPEATS; round++) {
    again.push((await job(it.params)).took);
    const { took, result } = await job({ ...it.params, parameters: { ...it.params.parameters, min_confidence: 0.5 + round / 100 } });
    changed.push(took);
    for (const { name, state } of result.stages) if (state === "ran") ran.add(name);
  }
  const repeated = figures(again);
  return [
    {
      name: `pipeline, ${it.name}`,
      measured: `${show(a, "s")}; same bytes`,
      peer: `shell ${show(b, "s")}; ratio of the pairs ${show(ratios, "x")}`,
      target: it.target,
      reached: it.reached(a.median, b.median),
    },
    { name: `${it.name}, the same job again`, measured: show(repeated, "s"), target: "at most 2 s", reached: repeated.median <= 2 },
    {
      name: `${it.name}, another min_confidence`,
      measured: `${show(figures(changed), "s")}, ran: ${[...ran].join(", ")}`,
      target: "only what depends on it",
      reached: [...ran].every((name) => DEPEND_ON_CONFIDENCE.has(name)),
    },
  ];
}

function skipped(data: string): Row {
  return { name: `pipeline, ${data}`, measured: `skipped: needs ${data}`, target: "", reached: null };
}
