import type { CheckedReference, Sample } from "../../contracts/analysis.js";
import { type JobArtifact, sha256Of } from "../../contracts/artifact.js";
import type { RunAnalysisParams } from "../../contracts/tasks/run-analysis/schema.js";
import { citationsOf } from "../../science/citations/used.js";
import { runCrate } from "../../science/crate/run-crate.js";
import { usedIn } from "./used-in.js";

export interface ProvenanceInput {
  task: string;
  params: Pick<RunAnalysisParams, "analysis_type" | "parameters" | "reference" | "dataset_path" | "dataset_id">;
  /** Of a combination without their files, which its analyses name. */
  samples: (Pick<Sample, "name" | "metadata"> & Partial<Pick<Sample, "forward" | "reverse">>)[];
  reference: CheckedReference | null;
  /** Of a combination: the jobs whose samples they are. */
  analyses?: { id: string }[] | undefined;
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
  release: string;
  /** ISO 8601. */
  now: string;
}

/** `provenance.json`: all that it takes to do the same again. */
export function provenanceText(input: ProvenanceInput, { jobId, release, now }: Writer): string {
  const { task, params, samples, reference, analyses, versions, commands, warnings, stages, files, startedAt } = input;
  const provenance = {
    job: jobId,
    started_at: startedAt,
    written_at: now,
    task,
    params,
    inputs: { samples, reference, ...(analyses ? { analyses } : {}) },
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
export function crateText(input: ProvenanceInput, provenance: JobArtifact, { jobId, release, now }: Writer): string {
  const { task, params, samples, reference, versions, stages, files, startedAt } = input;
  const given = samples.flatMap(({ forward, reverse }) => [...(forward ? [forward] : []), ...(reverse ? [reverse] : [])]);
  const { dataset_path, dataset_id, analysis_type, parameters } = params;
  const names = stages.map(({ name }) => name);
  return runCrate({
    jobId,
    task,
    release,
    startedAt: inSeconds(startedAt),
    endedAt: inSeconds(now),
    parameters: {
      ...(dataset_id === undefined ? { dataset_path } : { dataset_id }),
      reference: params.reference,
      analysis_type,
      ...parameters,
    },
    inputs: [
      ...given.map(({ name, artifact }) => ({ name, sha256: sha256Of(artifact) })),
      ...(reference ? [{ name: reference.name, sha256: reference.sha256 }] : []),
    ],
    outputs: [...files, provenance].map(({ name, sha256, size_bytes: sizeBytes, media_type: mediaType }) => ({
      name,
      sha256,
      sizeBytes,
      mediaType,
    })),
    versions,
    citations: citationsOf(usedIn({ params, stages: names, versions, reference })),
  });
}

function inSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, "+00:00");
}
