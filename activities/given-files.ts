import { createReadStream } from "node:fs";
import type { ImportedFile } from "../contracts/analysis.js";
import { JobFailure } from "../contracts/failures.js";
import { decodedBytes, sniffFormat } from "../science/decoded-bytes.js";
import { FormatError } from "../science/format-error.js";
import type { ArtifactStore } from "../store/artifacts.js";

export type Format = "fasta" | "fastq";

/** The files of a data set, by the names under which its sample sheet or folder knows them; each is copied once. */
export class GivenFiles {
  readonly #copy: (name: string) => Promise<ImportedFile>;
  readonly #artifacts: ArtifactStore;
  readonly #loaded = new Map<string, ImportedFile>();
  readonly #formats = new Map<string, Format>();
  /** The file's own name -> the name under which it was asked for. */
  readonly #asked = new Map<string, string>();

  constructor(copy: (name: string) => Promise<ImportedFile>, artifacts: ArtifactStore) {
    this.#copy = copy;
    this.#artifacts = artifacts;
  }

  /** @throws {JobFailure} InvalidInput where another name meant the same file */
  async load(name: string): Promise<ImportedFile> {
    const known = this.#loaded.get(name);
    if (known) return known;
    const file = await this.#copy(name);
    const twin = this.#asked.get(file.name);
    if (twin !== undefined)
      throw new JobFailure(
        "InvalidInput",
        `${twin} and ${name} are the same file, ${file.name} (an upload keeps names without folders); each sample needs files of its own`,
      );
    this.#asked.set(file.name, name);
    this.#loaded.set(name, file);
    return file;
  }

  /** What the copy holds, told by its content: the file itself may have changed since. @throws {JobFailure} InvalidInput */
  async formatOf(name: string): Promise<Format> {
    const known = this.#formats.get(name);
    if (known) return known;
    const file = await this.load(name);
    const format = await sniff(await this.#artifacts.pathOf(file.artifact), file.name);
    this.#formats.set(name, format);
    return format;
  }

  /**
   * What all the files hold.
   *
   * @param onFile told after each file
   * @throws {JobFailure} InvalidInput where some are FASTQ and some FASTA
   */
  async commonFormat(names: readonly string[], onFile: () => void = () => undefined): Promise<Format> {
    const first: Partial<Record<Format, string>> = {};
    for (const name of names) {
      first[await this.formatOf(name)] ??= name;
      onFile();
    }
    if (first.fasta !== undefined && first.fastq !== undefined)
      throw new JobFailure("InvalidInput", `${first.fasta} is FASTA and ${first.fastq} is FASTQ; give all samples in one form`);
    return first.fasta === undefined ? "fastq" : "fasta";
  }
}

async function sniff(path: string, name: string): Promise<Format> {
  try {
    for await (const chunk of decodedBytes(createReadStream(path))) {
      const format = sniffFormat(chunk);
      if (format !== "unknown") return format;
      const text = chunk.toString("latin1", 0, 40);
      throw new FormatError(`the file begins with ${JSON.stringify(text)}: it is neither FASTQ ("@") nor FASTA (">")`, 1);
    }
    throw new FormatError("the file is empty");
  } catch (error) {
    throw toInvalidInput(name, error);
  }
}

/** Names the file and the line of a fault. */
export function toInvalidInput(name: string, error: unknown): unknown {
  if (!(error instanceof FormatError)) return error;
  const where = error.line === null ? name : `${name}, line ${error.line}`;
  return new JobFailure("InvalidInput", `${where}: ${error.message}`, { cause: error });
}
