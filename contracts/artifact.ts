/** An immutable file in the artifact store: `artifact:<sha256>`. */
export type Artifact = `artifact:${string}`;

/** A file that a job leaves, under its name. */
export interface JobArtifact {
  name: string;
  sha256: string;
  size_bytes: number;
  media_type: string;
}

/** @throws {Error} where it is none */
export function sha256Of(artifact: Artifact): string {
  const sha256 = artifact.slice("artifact:".length);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`not an artifact: ${artifact}`);
  return sha256;
}
