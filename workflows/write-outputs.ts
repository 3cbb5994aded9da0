import { workflowInfo } from "@temporalio/workflow";
import type { ProvenanceInput } from "../activities/outputs/provenance-files.js";
import type { FeatureTable, ReadCounts } from "../contracts/analysis.js";
import type { JobArtifact } from "../contracts/artifact.js";
import type { Story } from "./job.js";

type Found = Pick<ProvenanceInput, "task" | "params" | "samples" | "reference" | "warnings" | "analyses"> & {
  table: FeatureTable;
  /** Stage -> sample -> reads left after it. */
  reads: ReadCounts;
  /** Tables that are there already. */
  files: JobArtifact[];
};

/** The files for other programs, for people and for whoever wants to do the same again. @returns all that the job leaves */
export async function writeOutputs({ stage, board }: Pick<Story, "stage" | "board">, found: Found): Promise<JobArtifact[]> {
  const { task, params, samples, reference, warnings, analyses, table, reads, files } = found;
  const tables = { samples, ranks: reference?.ranks ?? [], table: table.table, files };
  const exported = await stage("exportTables", tables);
  const done = { params, reference, versions: board.versions, warnings };
  const stages = board.summary().map(({ name }) => name);
  const told = await stage("writeReport", { ...tables, ...done, stages, reads, files: [...files, ...exported] });
  const all = [...files, ...exported, ...told];
  const startedAt = workflowInfo().startTime.toISOString();
  const run = { task, samples, analyses, commands: board.commands, stages: board.summary(), files: all, startedAt };
  return [...all, ...(await stage("writeProvenance", { ...done, ...run }))];
}
