import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { JobArtifact } from "../contracts/artifact.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import { biomJson } from "../science/outputs/biom-json.js";
import { haveSameIds, phyloseqArchive, qiimeArchive, withSafeIds } from "./outputs/archives.js";
import { writeBiom } from "./outputs/biom-file.js";
import { keepFile, keepText } from "./outputs/keep-file.js";
import { crateText, type ProvenanceInput, provenanceText } from "./outputs/provenance-files.js";
import { readTables, type TableFiles, tableIngredients } from "./outputs/read-tables.js";
import { type ReportInput, reportIngredients, reportTexts } from "./outputs/report-files.js";
import { writeZip } from "./outputs/zip-file.js";
import type { StageRunner } from "./stage-runner.js";

export interface OutputActivityDeps {
  stages: StageRunner;
}

/** Changed with the form of the files, so that older ones are not reused. */
const TABLES_FORMAT = 1;
const REPORT_FORMAT = 2;

const HDF5 = "application/x-hdf5";
const ZIP = "application/zip";

/** What an analysis leaves for other programs and for people. */
export function createOutputActivities({ stages }: OutputActivityDeps) {
  return {
    /** The table in the forms of other programs. */
    async exportTables({ run, ...input }: TableFiles & { run: StageRun }): Promise<StageOutput<JobArtifact[]>> {
      const ingredients = { format: TABLES_FORMAT, ...tableIngredients(input) };
      return stages.run(run, { ingredients }, async (context) => {
        const { signal } = context;
        const table = await readTables(context, input);
        const safe = withSafeIds(table);
        const [biom, json, phyloseq] = await Promise.all([
          keepFile(context, "table.biom", HDF5, (path) => writeBiom(path, table, signal)),
          keepFile(context, "table.json.biom", "application/json", (path) =>
            pipeline(biomJson(table), createWriteStream(path), { signal }),
          ),
          keepFile(context, "phyloseq.zip", ZIP, (path) => writeZip(path, phyloseqArchive(safe), signal)),
        ]);
        context.progress(0.6, "BIOM and phyloseq are written");
        let inArchive = await context.pathOf(`artifact:${biom.sha256}`);
        if (!haveSameIds(safe, table)) {
          inArchive = join(context.folder, "feature-table.biom");
          await writeBiom(inArchive, safe, signal);
        }
        const qiime = await keepFile(context, "qiime2.zip", ZIP, (path) => writeZip(path, qiimeArchive(safe, inArchive), signal));
        return [biom, json, qiime, phyloseq];
      });
    },

    /** What people read: the report, the methods paragraph, the citations. */
    async writeReport({ run, ...input }: ReportInput & { run: StageRun }): Promise<StageOutput<JobArtifact[]>> {
      const ingredients = { format: REPORT_FORMAT, ...tableIngredients(input), ...reportIngredients(input) };
      return stages.run(run, { ingredients }, async (context) => {
        const { report, methods, citations } = await reportTexts(context, input, stages.release);
        return [
          await keepText(context, "report.html", "text/html; charset=utf-8", report),
          await keepText(context, "methods.txt", "text/plain; charset=utf-8", methods),
          await keepText(context, "citations.bib", "application/x-bibtex", citations),
        ];
      });
    },

    /** What was done with what, and the RO-Crate around it. The only files with the job's id and times. */
    async writeProvenance({ run, ...input }: ProvenanceInput & { run: StageRun }): Promise<StageOutput<JobArtifact[]>> {
      return stages.run(run, { ingredients: null, why: "names each job" }, async (context) => {
        const writer = { jobId: run.jobId, owner: run.owner, release: stages.release, now: new Date().toISOString() };
        const provenance = await keepText(context, "provenance.json", "application/json", provenanceText(input, writer));
        const crate = crateText(input, provenance, writer);
        return [provenance, await keepText(context, "ro-crate-metadata.json", "application/ld+json", crate)];
      });
    },
  };
}
