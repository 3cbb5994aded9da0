import { copyFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { JobArtifact } from "../contracts/artifact.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { AttemptKey } from "../store/recorder.js";

/** The record keeps shorter logs whole, in pieces as they come. */
const LONG_BYTES = 128 * 1024;

/** Keeps long logs of an attempt's tools as files of the job: of those the record holds parts only. */
export async function keepLongLogs(
  folder: string,
  { stage, subject, try_number, attempt }: AttemptKey,
  artifacts: ArtifactStore,
  add: (artifact: JobArtifact) => Promise<void>,
): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^tool-\d+\.log$/.test(name));
  for (const name of names) {
    const log = join(folder, name);
    if ((await stat(log)).size <= LONG_BYTES) continue;
    const { sha256, sizeBytes } = await artifacts.create((path) => copyFile(log, path));
    const of = [stage, ...(subject ? [subject] : []), try_number, attempt, name].join(".");
    await add({ name: of, sha256, size_bytes: sizeBytes, media_type: "text/plain" });
  }
}
