import { writeFile } from "node:fs/promises";
import { type JobArtifact, sha256Of } from "../../contracts/artifact.js";
import type { StageContext } from "../stage-context.js";

/** Makes a file of the job of what `write` puts under the path it is given. */
export async function keepFile(
  context: StageContext,
  name: string,
  mediaType: string,
  write: (path: string) => Promise<void>,
): Promise<JobArtifact> {
  const { artifact, sizeBytes } = await context.store(write);
  return { name, sha256: sha256Of(artifact), size_bytes: sizeBytes, media_type: mediaType };
}

export function keepText(context: StageContext, name: string, mediaType: string, text: string): Promise<JobArtifact> {
  return keepFile(context, name, mediaType, (path) => writeFile(path, text));
}
