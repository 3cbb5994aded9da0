import { workflowInfo } from "@temporalio/workflow";
import type { ProvenanceInput } from "../activities/outputs/provenance-files.js";
import type { ReportInput } from "../activities/outputs/report-files.js";
import type { FeatureTable, ReadCounts } from "../contracts/analysis.js";
import type { JobArtifact } from "../contracts/artifact.js";
import type { Story } from "./job.js";

type Steps = Pick<Story, "stage" | "board">;

interface Found extends Pick<ReportInput, "params" | "warnings"> {
  task: string;
  inputs: Pick<ProvenanceInput["inputs"], "reference" | "analyses" | "libraries"> & { samples: ReportInput["samples"] };
  table: FeatureTable;
  /** Stage -> sample -> reads left after it. */
  reads: ReadCounts;
  /** Tables that are there already. */
  files: JobArtifact[];
}

/** The files for other programs, for people and for whoever wants to do the same again. @returns all that the job leaves */
export async function writeOutputs(steps: Steps, { task, params, inputs, table, reads, files, warnings }: Found): Promise<JobArtifact[]> {
  const { stage, board } = steps;
  const reference = inputs.reference ?? null;
  const tables = { samples: inputs.samples, ranks: reference?.ranks ?? [], table: table.table };
  const exported = await stage("exportTables", { ...tables, files });
  const done = { params, reference, warnings, versions: board.versions, stages: board.summary().map(({ name }) => name) };
  const told = await stage("writeReport", { ...tables, ...done, reads, files: [...files, ...exported] });
  return writeProvenance(steps, { task, params, inputs, warnings, files: [...files, ...exported, ...told] });
}

/** @returns the files, and the two that tell where they come from */
export async function writeProvenance(
  { stage, board }: Steps,
  job: Pick<ProvenanceInput, "task" | "params" | "inputs" | "warnings" | "files">,
): Promise<JobArtifact[]> {
  const { versions, commands } = board;
  const startedAt = workflowInfo().startTime.toISOString();
  return [...job.files, ...(await stage("writeProvenance", { ...job, versions, commands, stages: board.summary(), startedAt }))];
}
