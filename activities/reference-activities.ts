import type { BlastIndex, CheckedReference, ImportedFile } from "../contracts/analysis.js";
import { JobFailure } from "../contracts/failures.js";
import type { NotedFile, StageOutput, StageRun } from "../contracts/job.js";
import type { ReadReference } from "../contracts/reference.js";
import type { InstallReferenceParams } from "../contracts/tasks/install-reference/schema.js";
import { readTaxonomyTable } from "../science/headers/taxonomy-table.js";
import type { References } from "../store/references.js";
import type { Blast } from "../tools/blast.js";
import { makeIndex } from "./blast-index.js";
import { bytesOf, reading } from "./check-files.js";
import { regionsMissed } from "./check-reference.js";
import { thousands } from "./counts.js";
import { type InputFiles, importOne } from "./import-files.js";
import { READER, readWholeReference } from "./read-whole-reference.js";
import type { StageRunner } from "./stage-runner.js";

export interface ReferenceActivityDeps {
  stages: StageRunner;
  files: InputFiles;
  references: References;
  blast: Blast;
}

interface ReadReferenceInput {
  run: StageRun;
  params: InstallReferenceParams;
  fasta: ImportedFile;
  taxonomy: ImportedFile | null;
}

interface RegisterInput {
  run: StageRun;
  params: InstallReferenceParams;
  read: ReadReference;
  index: BlastIndex;
}

/** From a file to a reference that jobs can name. */
export function createReferenceActivities(deps: ReferenceActivityDeps) {
  const { stages, files, references, blast } = deps;

  return {
    /** Copies the files of a reference. @throws {JobFailure} InvalidInput where its name and version are taken */
    async importReference(input: {
      run: StageRun;
      params: InstallReferenceParams;
      notedFiles: NotedFile[];
    }): Promise<StageOutput<{ fasta: ImportedFile; taxonomy: ImportedFile | null }>> {
      const { run, params, notedFiles } = input;
      return stages.run(run, { ingredients: null, why: "looks at the files each time" }, async (context) => {
        const known = await references.find(idOf(params));
        if (known) throw isTaken(params);
        const source = { owner: run.owner, notedFiles, context };
        const fasta = await importOne(files, params.fasta_path, source, "a reference is one FASTA file");
        const table = params.taxonomy_path;
        const taxonomy = table === undefined ? null : await importOne(files, table, source, "a taxonomy table is one file");
        return { fasta, taxonomy };
      });
    },

    /** Reads it to its end: headers, ids, letters, lengths, ranks. */
    async readReference(input: ReadReferenceInput): Promise<StageOutput<ReadReference>> {
      const { run, params, fasta, taxonomy } = input;
      const { header_format, ranks } = params;
      const id = idOf(params);
      const ingredients = {
        reader: READER,
        id,
        file: fasta.artifact,
        taxonomy: taxonomy?.artifact ?? null,
        header_format,
        ranks: ranks?.join() ?? null,
      };
      return stages.run(run, { ingredients }, async (context) => {
        const table = taxonomy && (await reading(taxonomy, () => readTaxonomyTable(bytesOf(context, taxonomy.artifact, 0))));
        const style = header_format === "auto" ? undefined : header_format;
        const {
          survey,
          checked,
          ambiguous,
          style: headerFormat,
        } = await readWholeReference(context, fasta, { style, ranks, table: table ?? undefined });
        const { unnamed, conflicts, lengths, sequences } = survey;
        if (unnamed > 0) context.warn(`${thousands(unnamed)} of ${thousands(sequences)} sequences have no names`);
        if (conflicts > 0)
          context.warn(`${thousands(conflicts)} names stand below two others at one rank, such as a genus in two families`);
        if (ambiguous > 0) context.warn(`${thousands(ambiguous)} of ${thousands(sequences)} sequences stand there again under other names`);
        const [minLength, maxLength] = [...lengths.keys()].reduce(
          ([min, max], at) => [Math.min(min, at), Math.max(max, at)],
          [Infinity, 0],
        );
        return {
          reference: { ...checked, name: id },
          headerFormat,
          unnamed,
          conflicts,
          ambiguous,
          misses: regionsMissed(survey),
          minLength,
          maxLength,
        };
      });
    },

    async indexReference(input: { run: StageRun; reference: CheckedReference }): Promise<StageOutput<BlastIndex>> {
      const { run, reference } = input;
      const ingredients = { reference: reference.sequences };
      return stages.run(run, { tools: ["blast"], ingredients }, (context) => makeIndex(context, blast, reference));
    },

    /** The last step: before it nobody sees the reference. @returns whether it is the active version of its name */
    async registerReference(input: RegisterInput): Promise<StageOutput<{ active: boolean }>> {
      const { run, params, index } = input;
      const { reference, misses, ...found } = input.read;
      return stages.run(run, { ingredients: null, why: "is what the job is for", withoutFolder: true }, async () => {
        const { name, version, activate, licence = null, citation = null } = params;
        const row = { name, version, activate, licence, citation, found, owner: run.owner, jobId: run.jobId };
        const active = await references.register({ ...row, reference: { ...reference, index, misses } });
        if (active === null) throw isTaken(params);
        return { active };
      });
    },
  };
}

function idOf({ name, version }: InstallReferenceParams): string {
  return `${name}@${version}`;
}

function isTaken(params: InstallReferenceParams): JobFailure {
  return new JobFailure("InvalidInput", `${idOf(params)} is installed already; take another version, or remove it first`);
}
