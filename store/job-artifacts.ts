import type { JobArtifact } from "../contracts/artifact.js";
import type { Database } from "./database.js";

const COLUMNS = "name, sha256, size_bytes, media_type";

/** The files that a job left, by name. */
export function artifactsOf(db: Database, jobId: string): Promise<JobArtifact[]> {
  return db.query<JobArtifact>(`select ${COLUMNS} from job_artifacts where job_id = $1 order by name collate "C"`, [jobId]);
}

export async function artifactOf(db: Database, jobId: string, name: string): Promise<JobArtifact | null> {
  const [row] = await db.query<JobArtifact>(`select ${COLUMNS} from job_artifacts where job_id = $1 and name = $2`, [jobId, name]);
  return row ?? null;
}

/** Adds a file while the job still runs, such as a tool's log; a repeat changes nothing. */
export async function addArtifact(db: Database, jobId: string, artifact: JobArtifact): Promise<void> {
  await db.query(`insert into job_artifacts (job_id, ${COLUMNS}) values ($1, $2, $3, $4, $5) on conflict do nothing`, [
    jobId,
    artifact.name,
    artifact.sha256,
    artifact.size_bytes,
    artifact.media_type,
  ]);
}
