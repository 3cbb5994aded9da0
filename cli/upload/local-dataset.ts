import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { CommandError } from "../exit-status.js";
import { filesOfSheet, isSampleSheet } from "./sample-sheet.js";

/** A file of this machine, with the name that it gets in the data set. */
export interface LocalFile {
  name: string;
  path: string;
  sizeBytes: number;
}

export interface LocalDataset {
  files: LocalFile[];
  /** Files of a folder that are no reads, by their name; FASTA files too, where there are FASTQ files. */
  leftOut: string[];
}

/**
 * The files that a local path stands for: itself, the reads of a folder, or a sample sheet with all that it names.
 *
 * @throws {CommandError} where a folder has no reads, a sheet names a file that is not there, or two files have one name
 */
export async function localDataset(path: string): Promise<LocalDataset> {
  const found = await stat(path);
  const { files, leftOut } = found.isDirectory() ? await readsOfFolder(path) : { files: await filesOfPath(path), leftOut: [] };
  refuseTwins(files);
  return { files, leftOut };
}

async function filesOfPath(path: string): Promise<LocalFile[]> {
  const file = await localFile(path);
  if (!(await isSampleSheet(path))) return [file];
  const reads = await Promise.all((await filesOfSheet(path)).map(localFile));
  return [{ ...file, name: sheetName(file.name) }, ...reads];
}

/** Among the files of a data set the sheet is known by its ending. */
function sheetName(name: string): string {
  return name.toLowerCase().endsWith(".csv") ? name : `${name}.csv`;
}

const FASTQ = /\.(fastq|fq)(\.gz)?$/i;
const FASTA = /\.(fasta|fa|fna|fas|ffn)(\.gz)?$/i;

async function readsOfFolder(folder: string): Promise<LocalDataset> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith(".")).sort();
  const fastq = names.filter((name) => FASTQ.test(name));
  // A FASTA file beside FASTQ files is a reference or a result, and no sample.
  const reads = fastq.length > 0 ? fastq : names.filter((name) => FASTA.test(name));
  if (reads.length === 0) {
    throw new CommandError(`${folder} holds no reads: no file there ends in .fastq, .fq, .fasta, .fa or .fna, with or without .gz`);
  }
  const files = await Promise.all(reads.map((name) => localFile(join(folder, name))));
  return { files, leftOut: names.filter((name) => !reads.includes(name)) };
}

async function localFile(path: string): Promise<LocalFile> {
  const found = await stat(path);
  if (!found.isFile()) throw new CommandError(`${path} is not a file that can be uploaded`);
  return { name: basename(path), path, sizeBytes: found.size };
}

function refuseTwins(files: LocalFile[]): void {
  const seen = new Map<string, string>();
  for (const { name, path } of files) {
    const twin = seen.get(name);
    if (twin !== undefined)
      throw new CommandError(`${twin} and ${path} have the same name, which is all that a data set keeps; rename one`);
    seen.set(name, path);
  }
}
