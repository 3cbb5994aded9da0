import { createReadStream, createWriteStream } from "node:fs";
import { basename, dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ImportedFile, ImportedInput, ImportedReference, InstalledReference, Sample } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import { isDatasetId } from "../contracts/dataset-id.js";
import { JobFailure } from "../contracts/failures.js";
import type { NotedFile } from "../contracts/job.js";
import type { RunAnalysisParams } from "../contracts/tasks/run-analysis/schema.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { DataRoot } from "../store/data-root.js";
import type { Datasets } from "../store/datasets.js";
import { GivenFiles } from "./given-files.js";
import { samplesOfFiles, samplesOfSheet } from "./list-samples.js";
import type { StageContext } from "./stage-context.js";

export interface InputFiles {
  dataRoot: DataRoot;
  datasets: Datasets;
  artifacts: ArtifactStore;
}

interface Source {
  owner: string;
  notedFiles: NotedFile[];
  context: StageContext;
}

/** Files by the names under which the sample sheet or the folder knows them. */
type Import = (name: string) => Promise<ImportedFile>;

/** The reads of all samples, from a path under the data root or an upload. */
export async function importDataset(
  files: InputFiles,
  params: RunAnalysisParams,
  source: Source,
): Promise<Omit<ImportedInput, "reference">> {
  const { names, sheet, load } = params.dataset_id
    ? await uploaded(files, params.dataset_id, source)
    : await underRoot(files, files.dataRoot.plain(params.dataset_path ?? ""), source);
  const given = new GivenFiles(load, files.artifacts);
  const { format, samples: listed } = sheet
    ? await samplesOfSheet(await load(sheet), given, files.artifacts, source.context)
    : await samplesOfFiles(names, given, { forwardOnly: params.parameters.forward_only }, source.context);
  const samples: Sample[] = [];
  for (const sample of listed) {
    const forward = await given.load(sample.forward);
    const reverse = sample.reverse === undefined ? {} : { reverse: await given.load(sample.reverse) };
    samples.push({ name: sample.name, metadata: sample.metadata, forward, ...reverse });
  }
  if (format === "fastq" && params.parameters.marker === null) {
    throw new JobFailure(
      "InvalidInput",
      "raw reads need `marker`, which says their primers and length; `custom` alone is for reads without primers",
    );
  }
  if (format === "fasta" && params.parameters.denoiser === "dada2") {
    throw new JobFailure(
      "InvalidInput",
      "`denoiser: dada2` learns from the qualities of reads, and FASTA has none; give FASTQ, or choose another `denoiser`",
    );
  }
  return { format, samples };
}

/** @param params `installed`: the reference, where it is one */
export async function importReference(
  files: InputFiles,
  { reference, installed }: { reference: string; installed?: InstalledReference },
  source: Source,
): Promise<ImportedReference> {
  if (installed) return { name: reference, artifact: installed.sequences, installed };
  return importOne(files, reference, source, "a reference is one FASTA file");
}

/**
 * One file, from a path under the data root or an upload.
 *
 * @param wanted what it should be, in words
 * @throws {JobFailure} InvalidInput where the upload holds several
 */
export async function importOne(files: InputFiles, place: string, source: Source, wanted: string): Promise<ImportedFile> {
  if (!isDatasetId(place)) return copy(files, files.dataRoot.plain(place), source);
  const { names, load } = await uploaded(files, place, source);
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw new JobFailure("InvalidInput", `the data set ${place} holds ${names.length} files; ${wanted}`);
  return load(name);
}

interface Listed {
  names: string[];
  sheet: string | undefined;
  load: Import;
}

async function uploaded(files: InputFiles, id: string, source: Source): Promise<Listed> {
  const found = await files.datasets.find(source.owner, id);
  if (!found) throw new JobFailure("InputNotFound", `there is no data set ${id}`);
  const names = found.files.map((file) => file.name);
  const load: Import = async (name) => {
    const file = found.files.find((known) => known.name === basename(name));
    if (!file) throw new JobFailure("InputNotFound", `the data set ${id} has no file ${name}; it has ${names.slice(0, 10).join(", ")}`);
    const artifact: Artifact = `artifact:${file.sha256}`;
    return { name: file.name, artifact };
  };
  return { names, sheet: names.find((name) => name.toLowerCase().endsWith(".csv")), load };
}

async function underRoot(files: InputFiles, path: string, source: Source): Promise<Listed> {
  const inFolder = await files.dataRoot.list(path);
  if (inFolder) checkFolder(path, inFolder, source.notedFiles);
  if (inFolder) return { names: inFolder, sheet: undefined, load: (name) => copy(files, `${path}/${name}`, source) };
  const folder = dirname(path);
  const load: Import = (name) => copy(files, folder === "." ? name : `${folder}/${name}`, source);
  const name = basename(path);
  return { names: [name], sheet: path.toLowerCase().endsWith(".csv") ? name : undefined, load };
}

/** Files that came or went since the submit would change the samples. @throws {JobFailure} InputChanged */
function checkFolder(path: string, names: string[], notedFiles: NotedFile[]): void {
  const before = new Set(notedFiles.filter((noted) => noted.path.startsWith(`${path}/`)).map((noted) => noted.path.slice(path.length + 1)));
  const now = names.filter((name) => !name.startsWith("."));
  const [other] = [...now.filter((name) => !before.has(name)), ...[...before].filter((name) => !now.includes(name))];
  if (notedFiles.length === 0 || other === undefined) return;
  throw new JobFailure("InputChanged", `the folder ${path} is not as it was when the job was submitted (${other}); submit the job again`);
}

/** Once through the file, into the store. */
async function copy(files: InputFiles, path: string, { notedFiles, context }: Source): Promise<ImportedFile> {
  const plain = files.dataRoot.plain(path);
  const file = await files.dataRoot.open(
    plain,
    notedFiles.find((noted) => noted.path === plain),
  );
  try {
    const { artifact } = await context.store((stored) =>
      pipeline(createReadStream("", { fd: file, autoClose: false }), createWriteStream(stored), { signal: context.signal }),
    );
    return { name: plain, artifact };
  } finally {
    await file.close();
  }
}
