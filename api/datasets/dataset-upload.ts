import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Inject, Injectable } from "@nestjs/common";
import busboy from "busboy";
import type { ArtifactStore } from "../../store/artifacts.js";
import { type DatasetRecord, Datasets } from "../../store/datasets.js";
import { newDatasetId } from "../jobs/job-id.js";
import { Problem } from "../problems.js";
import type { ApiRequest } from "../request.js";
import { ARTIFACTS } from "../tokens.js";
import { describeFile } from "./describe-file.js";
import { fileNameOf, nameIssue } from "./file-name.js";

type FileRecord = DatasetRecord["files"][number];

export const MAX_FILES = 1000;
const MAX_FILE_BYTES = 64 * 2 ** 30;

/** Takes the files of a data set as they come; nothing is held in memory but a chunk. */
@Injectable()
export class DatasetUpload {
  constructor(
    @Inject(ARTIFACTS) private readonly artifacts: ArtifactStore,
    @Inject(Datasets) private readonly datasets: Datasets,
  ) {}

  /** @throws {Problem} invalid-upload, too-large, unsupported-media-type */
  async receive(owner: string, request: ApiRequest): Promise<DatasetRecord> {
    const form = openForm(request);
    try {
      const files = await this.#files(request, form);
      if (files.length === 0) throw refused("the upload has no file");
      return await this.datasets.create(owner, newDatasetId(), files);
    } catch (error) {
      request.unpipe(form);
      form.destroy();
      // The rest of the body is read and dropped, so that the client gets to the answer.
      request.resume();
      throw error;
    }
  }

  /** Resolves or fails when nothing is written any more: what is refused is not worked on behind the answer. */
  async #files(request: ApiRequest, form: busboy.Busboy): Promise<FileRecord[]> {
    const files: FileRecord[] = [];
    const names = new Set<string>();
    const refusal = new AbortController();
    const refuse = (problem: unknown) => refusal.abort(problem);
    let work: Promise<unknown> = Promise.resolve();
    const keep = async (name: string, stream: Readable) => {
      if (!refusal.signal.aborted) files.push(await this.#keep(name, stream, refusal.signal));
    };
    form.on("file", (_field, stream, info) => {
      stream.on("error", (error: Error) => refuse(refused(error.message)));
      stream.once("limit", () => refuse(new Problem("too-large", `a file has at most ${MAX_FILE_BYTES} bytes`)));
      const name = fileNameOf(info.filename);
      const issue = nameIssue(name) ?? (names.has(name) ? "two files have the same name" : undefined);
      if (issue) return refuse(refused(`${JSON.stringify(name.slice(0, 255))}: ${issue}`));
      names.add(name);
      work = work.then(() => keep(name, stream)).catch(refuse);
    });
    form.on("field", (name) => refuse(refused(`${JSON.stringify(name)} is no file; send files only`)));
    form.once("filesLimit", () => refuse(refused(`an upload has at most ${MAX_FILES} files`)));
    form.on("error", (error: Error) => refuse(refused(error.message)));
    request.once("close", () => request.complete || refuse(refused("the connection broke in the middle of the upload")));
    request.pipe(form);
    await new Promise<void>((resolve) => {
      form.once("close", resolve);
      refusal.signal.addEventListener("abort", () => resolve());
    });
    await work;
    refusal.signal.throwIfAborted();
    return files;
  }

  async #keep(name: string, stream: Readable, signal: AbortSignal): Promise<FileRecord> {
    const { artifact, sha256, sizeBytes } = await this.artifacts.create((path) => pipeline(stream, createWriteStream(path), { signal }));
    return { name, sha256, size_bytes: sizeBytes, ...(await describeFile(await this.artifacts.pathOf(artifact))) };
  }
}

function openForm(request: ApiRequest): busboy.Busboy {
  const type = request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data(;|$)/.test(type)) {
    throw new Problem("unsupported-media-type", "send the files as multipart/form-data, such as: curl -F file=@reads.fastq.gz");
  }
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: "utf8",
      // Names with a path are refused, not shortened.
      preservePath: true,
      fileHwm: 1 << 20,
      limits: { files: MAX_FILES, fileSize: MAX_FILE_BYTES, fields: 1, fieldSize: 1000, headerPairs: 50 },
    });
  } catch (error) {
    throw refused((error as Error).message);
  }
}

function refused(detail: string): Problem {
  return new Problem("invalid-upload", detail);
}
