import type { CheckedReference, ImportedFile, Library, Sample } from "../../contracts/analysis.js";
import { type JobArtifact, sha256Of } from "../../contracts/artifact.js";
import type { RunAnalysisParams } from "../../contracts/tasks/run-analysis/schema.js";
import { citationsOf, type Parameters } from "../../science/citations/used.js";
import { runCrate } from "../../science/crate/run-crate.js";
import { usedIn } from "./used-in.js";

/** What a job was told: of an analysis with `parameters`. */
type GivenParams = Partial<Pick<RunAnalysisParams, "analysis_type" | "parameters">> & { installed?: unknown };

/** What a job read. */
interface Inputs {
  reference?: CheckedReference | undefined;
  query?: ImportedFile;
  /** Of a combination without their files, which its analyses name. */
  samples?: (Pick<Sample, "name" | "metadata"> & Partial<Pick<Sample, "forward" | "reverse">>)[];
  analyses?: { id: string }[];
  libraries?: Library[];
}

export interface ProvenanceInput {
  task: string;
  params: GivenParams;
  inputs: Inputs;
  /** Tool -> version. */
  versions: Record<string, string>;
  /** Stage -> its commands. */
  commands: Record<string, string[]>;
  warnings: string[];
  stages: { name: string; state: string; seconds: number; why?: string }[];
  /** All that the job leaves but what is made of this. */
  files: JobArtifact[];
  /** ISO 8601. */
  startedAt: string;
}

/** Who writes it, and when. */
export interface Writer {
  jobId: string;
  owner: string;
  release: string;
  /** ISO 8601. */
  now: string;
}

/** `provenance.json`: all that it takes to do the same again. */
export function provenanceText(input: ProvenanceInput, { jobId, release, now }: Writer): string {
  const { task, params, inputs, versions, commands, warnings, stages, files, startedAt } = input;
  const { installed: _, ...given } = params;
  const provenance = {
    job: jobId,
    started_at: startedAt,
    written_at: now,
    task,
    params: given,
    inputs,
    software: { name: "Avalanche", version: release },
    versions,
    stages,
    commands,
    warnings,
    files,
  };
  return `${JSON.stringify(provenance, null, 2)}\n`;
}

/** `ro-crate-metadata.json`. @param provenance which is one of the files */
export function crateText(input: ProvenanceInput, provenance: JobArtifact, { jobId, owner, release, now }: Writer): string {
  const { task, params, inputs, versions, stages, files, startedAt } = input;
  const { parameters, installed: _, ...others } = params;
  const names = stages.map(({ name }) => name);
  return runCrate({
    jobId,
    owner,
    task,
    release,
    startedAt: inSeconds(startedAt),
    endedAt: inSeconds(now),
    parameters: { ...others, ...parameters } as Parameters,
    inputs: inputFiles(inputs),
    outputs: [...files, provenance].map(({ name, sha256, size_bytes: sizeBytes, media_type: mediaType }) => ({
      name,
      sha256,
      sizeBytes,
      mediaType,
    })),
    versions,
    citations: citationsOf(
      usedIn({ parameters, stages: names, versions, samples: inputs.samples ?? [], reference: inputs.reference ?? null }),
    ),
  });
}

function inputFiles({ samples = [], libraries = [], query, reference }: Inputs): { name: string; sha256: string }[] {
  const read = [...samples, ...libraries].flatMap(({ forward, reverse }) => [...(forward ? [forward] : []), ...(reverse ? [reverse] : [])]);
  return [
    ...[...read, ...(query ? [query] : [])].map(({ name, artifact }) => ({ name, sha256: sha256Of(artifact) })),
    ...(reference ? [{ name: reference.name, sha256: reference.sha256 }] : []),
  ];
}

function inSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, "+00:00");
}
