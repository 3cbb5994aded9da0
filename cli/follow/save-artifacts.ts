import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import type { Api } from "../api/api.js";
import type { ArtifactEntry } from "../api/types.js";
import { CommandError, EXIT } from "../exit-status.js";

/**
 * Loads files of a job into a folder, each checked against its SHA-256. A file that is there already is left as it is.
 *
 * @returns the paths, in the order of `files`
 * @throws {CommandError} where another file of that name is there, or what came is not what was recorded
 */
export async function saveArtifacts(api: Api, id: string, files: readonly ArtifactEntry[], folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const file of files) {
    if (/[/\\]|^\.{1,2}$/.test(file.name)) throw new CommandError(`${file.name} is no file name; load it with --artifact`);
    const path = join(folder, file.name);
    if (!(await isThere(path, file))) await save(api, id, file, path);
    paths.push(path);
  }
  return paths;
}

/** One file of a job, as it comes. */
export async function openArtifact(api: Api, id: string, name: string): Promise<Readable> {
  const response = await api.open(`jobs/${encodeURIComponent(id)}/artifacts/${encodeURIComponent(name)}`, { accept: "*/*" });
  return Readable.fromWeb(response.body as unknown as WebStream<Uint8Array>);
}

async function save(api: Api, id: string, file: ArtifactEntry, path: string): Promise<void> {
  const partial = `${path}.${randomUUID().slice(0, 8)}.part`;
  const hash = createHash("sha256");
  const hashed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(await openArtifact(api, id, file.name), hashed, createWriteStream(partial, { flags: "wx" }));
    if (hash.digest("hex") !== file.sha256)
      throw new CommandError(`${file.name} did not arrive whole: its SHA-256 is another one; try again`, EXIT.unreachable);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

/** @throws {CommandError} where a file of that name has another content */
async function isThere(path: string, file: ArtifactEntry): Promise<boolean> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  if (hash.digest("hex") === file.sha256) return true;
  throw new CommandError(`${path} is there with another content; save into another folder, or remove it first`);
}
