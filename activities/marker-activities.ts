import { writeFile } from "node:fs/promises";
import type { CheckedMarker, Naming } from "../contracts/analysis.js";
import { type Marker, MARKERS } from "../contracts/markers.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { FastaRecord } from "../science/fasta-records.js";
import type { FeatureTable } from "../science/feature-table.js";
import { FLAGS, type Flag, flagsOfCoding, flagsOfLineage } from "../science/marker-flags.js";
import { shownNames } from "../science/sintax.js";
import { sum } from "../science/sum.js";
import type { ArtifactStore } from "../store/artifacts.js";
import { thousands } from "./counts.js";
import { readTable } from "./features-table.js";
import { listRecords } from "./list-records.js";
import { readAssignments } from "./read-assignments.js";
import { type Counted, removeFeatures } from "./remove-features.js";
import type { StageRunner } from "./stage-runner.js";

export interface MarkerActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
}

interface CheckMarker extends Counted {
  run: StageRun;
  naming: Naming | null;
  format: "fasta" | "fastq";
  parameters: AnalysisParameters;
}

/** Changed with what is flagged. */
const RULES = 2;

/** Features with what is wrong with them, where something is. */
type Flagged = Map<string, Flag[]>;

export function createMarkerActivities(deps: MarkerActivityDeps) {
  const { stages, artifacts } = deps;

  return {
    /** Flags features that are not what the marker is for, and takes them out where that is asked for. */
    async checkMarker(input: CheckMarker): Promise<StageOutput<CheckedMarker>> {
      const { features, table, run, parameters } = input;
      return stages.run(run, { ingredients: ingredientsOf(input) }, async (context) => {
        const records = await listRecords(await artifacts.pathOf(features.sequences));
        const flagged = flagsOf(records, input, await namesOf(artifacts, input));
        const counts = await readTable(context, table.table);
        const { remove_flagged: removes } = parameters;
        context.warn(...warnings(flagged, counts, removes));
        const rows = [...flagged].map(([id, flags]) => `${id}\t${flags.join(";")}\n`);
        const { artifact: flags } = await context.store((path) => writeFile(path, rows.join("")));
        if (!removes || flagged.size === 0) return { flags, features, table, removed: null };
        const removal = { features: new Set(flagged.keys()), hint: "all are flagged: look at `remove_flagged` and `marker`" };
        return { flags, ...(await removeFeatures(context, run, { features, table }, counts, removal)) };
      });
    },
  };
}

function ingredientsOf({ features, table, naming, format, parameters }: CheckMarker) {
  const { marker, remove_flagged, min_confidence } = parameters;
  const names = naming && { assignments: naming.classified.assignments, ranks: naming.reference.ranks.join(), min_confidence };
  return { rules: RULES, features: features.sequences, table: table.table, format, marker, remove_flagged, ...names };
}

/** Feature -> its certain names; none where nothing is named. */
async function namesOf(artifacts: ArtifactStore, { naming, parameters }: CheckMarker): Promise<Map<string, string[]>> {
  if (naming === null) return new Map();
  const assignments = await readAssignments(artifacts, naming, parameters.classifier);
  return new Map([...assignments].map(([id, found]) => [id, shownNames(found, parameters.min_confidence).map(({ name }) => name)]));
}

function flagsOf(records: readonly FastaRecord[], { parameters, format }: CheckMarker, named: ReadonlyMap<string, string[]>): Flagged {
  const { flag_kind: kind } = parameters;
  if (kind === null) throw new Error(`${parameters.marker} has no flags`);
  // Sequences that come as FASTA may lie in either direction.
  const isTurned = format === "fasta";
  const { codingLength = 0 }: Marker = MARKERS[parameters.marker as keyof typeof MARKERS];
  const of = ({ name, sequence }: FastaRecord) => {
    const names = named.get(name) ?? [];
    return kind === "coding" ? flagsOfCoding(sequence, codingLength, names, isTurned) : flagsOfLineage(kind, names);
  };
  return new Map(records.map((record) => [record.name, of(record)] as const).filter(([, flags]) => flags.length > 0));
}

function warnings(flagged: Flagged, counts: FeatureTable, removes: boolean): string[] {
  return (Object.keys(FLAGS) as Flag[]).flatMap((flag) => {
    const ids = [...flagged].filter(([, flags]) => flags.includes(flag)).map(([id]) => id);
    if (ids.length === 0) return [];
    const reads = sum(ids.map((id) => counts.total(id)));
    const then = removes ? "removed" : "kept: `remove_flagged` removes them";
    return [`features flagged ${flag} (${FLAGS[flag]}): ${thousands(ids.length)} with ${thousands(reads)} reads, ${then}`];
  });
}
