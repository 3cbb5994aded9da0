import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { keepLongLogs } from "../../../activities/keep-logs.js";
import type { Artifact, JobArtifact } from "../../../contracts/artifact.js";
import { FolderArtifacts } from "../../../store/artifacts.js";

test("a long log is kept whole as a file of the job, a short one stays in the record alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "avalanche-logs-"));
  try {
    const long = "a line of a tool\n".repeat(20_000);
    await writeFile(join(folder, "tool-1.log"), "short\n");
    await writeFile(join(folder, "tool-2.log"), long);
    const artifacts = new FolderArtifacts(join(folder, "artifacts"));
    const added: JobArtifact[] = [];
    const key = { job_id: "j", stage: "merge_pairs", subject: "creek", try_number: 1, attempt: 2 };
    await keepLongLogs(folder, key, artifacts, async (artifact) => void added.push(artifact));
    assert.deepEqual(
      added.map(({ name, size_bytes }) => [name, size_bytes]),
      [["merge_pairs.creek.1.2.tool-2.log", long.length]],
    );
    assert.equal(await readFile(await artifacts.pathOf(`artifact:${added[0]?.sha256}` as Artifact), "utf8"), long);
    await keepLongLogs(join(folder, "nothing"), key, artifacts, async () => assert.fail());
  } finally {
    await rm(folder, { recursive: true });
  }
});
