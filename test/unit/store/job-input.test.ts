import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { MemberPlan, ParentParams } from "../../../contracts/composition.js";
import type { JobInput } from "../../../contracts/job.js";
import { jobOptions } from "../../../contracts/options.js";
import { loadTasks } from "../../../contracts/registry.js";
import { Analyses } from "../../../store/analyses.js";
import { FolderArtifacts } from "../../../store/artifacts.js";
import { DataRoot } from "../../../store/data-root.js";
import { Database } from "../../../store/database.js";
import { Datasets } from "../../../store/datasets.js";
import { InputFiles } from "../../../store/input-files.js";
import { JobInputs } from "../../../store/job-input.js";
import { readMemberList } from "../../../store/member-list.js";
import { References } from "../../../store/references.js";

let folder: string;
let db: Database;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "avalanche-inputs-"));
  // Of these tasks none looks anything up: no connection is made.
  db = new Database("postgres://nobody@127.0.0.1:1/none");
});
after(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});

async function resolve(task: string, params: Record<string, unknown>, options: object): Promise<JobInput> {
  const known = { analyses: new Analyses(db), references: new References(db) };
  const inputs = new JobInputs(
    await loadTasks(),
    new InputFiles(new DataRoot(folder), new Datasets(db)),
    new FolderArtifacts(folder),
    known,
  );
  return (await inputs.resolve({ id: "job_1", owner: "me" }, { task, params, options: jobOptions.parse(options) })).start.input;
}

async function membersOf(parent: JobInput): Promise<MemberPlan[]> {
  const { list } = parent.params as ParentParams;
  return readMemberList(new FolderArtifacts(folder), list, 0, Number.POSITIVE_INFINITY);
}

const rulesOf = ({ start }: MemberPlan) => {
  const { limits, retry } = start!.input;
  return [limits.softSeconds, limits.hardSeconds, retry.maxRetries, retry.delaySeconds];
};

test("what a member does not say of its limits and retries it has from its parent, a member of a member too", async () => {
  const shared = { soft_time_limit: 20, time_limit: 30, max_retries: 1, retry_delay: 2 };
  const parent = await resolve(
    "group",
    {
      members: [
        { task: "noop" },
        { task: "noop", options: { max_retries: 0 } },
        { task: "noop", options: { time_limit: 9 } },
        { task: "group", params: { members: [{ task: "noop" }] }, options: { retry_delay: 5 } },
      ],
    },
    shared,
  );
  const members = await membersOf(parent);
  assert.deepEqual(members.slice(0, 3).map(rulesOf), [
    [20, 30, 1, 2],
    [20, 30, 0, 2],
    [9, 9, 1, 2],
  ]);
  assert.deepEqual((await membersOf(members[3]!.start!.input)).map(rulesOf), [[20, 30, 1, 5]]);
  const chained = await membersOf(await resolve("chain", { steps: [{ task: "noop" }], finally: { task: "noop" } }, shared));
  assert.deepEqual(chained.map(rulesOf), [
    [20, 30, 1, 2],
    [20, 30, 1, 2],
  ]);
});

test("a retry_delay above an hour is kept, and grows no further", async () => {
  const { retry } = await resolve("noop", {}, { retry_delay: 7200 });
  assert.deepEqual([retry.delaySeconds, retry.capSeconds], [7200, 7200]);
  assert.equal((await resolve("noop", {}, { retry_delay: 60 })).retry.capSeconds, 3600);
});
