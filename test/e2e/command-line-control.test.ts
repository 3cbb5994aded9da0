import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { avalanche, untilWell } from "./avalanche.js";
import { DevStack, EXAMPLES } from "./dev-stack.js";

const FAILING = { task: "noop", params: { fail_times: 1 }, options: { max_retries: 0 } };

describe("jobs under control from the command line", () => {
  let stack: DevStack;
  before(async () => {
    stack = await DevStack.start();
  });
  after(() => stack.stop());

  const run = (...args: string[]) => withInput("", ...args);
  const withInput = (input: string, ...args: string[]) =>
    avalanche(args, { AVALANCHE_HOME: stack.home, AVALANCHE_DATA_ROOT: stack.dataRoot, AVALANCHE_API_URL: "", AVALANCHE_TOKEN: "" }, input);
  const submit = async (task: string, params: unknown, ...flags: string[]) => {
    const { status, stdout, stderr } = await withInput(JSON.stringify(params), "submit", task, "--params", "-", ...flags);
    assert.equal(status, 0, stderr);
    return stdout.trim();
  };

  test("a job is paused, says how it goes on, and does so", async () => {
    const id = await submit("noop", { seconds: 600 });
    await stack.untilJob(id, "the job to run", ({ started_at: startedAt }) => startedAt !== null);
    const paused = await run("pause", id);
    assert.equal(paused.status, 0, paused.stderr);
    assert.match(paused.stdout, new RegExp(`^Job ${id} .*avalanche resume ${id}\n$`));
    await stack.untilJob(id, "the pause to hold", ({ state }) => state === "PAUSED");
    assert.match((await run("status", id)).stdout, new RegExp(`State: +PAUSED .*avalanche resume ${id}`));
    assert.match(
      (await untilWell(() => run("doctor", id))).stdout,
      new RegExp(`is paused, as was asked\n +-> let it go on: avalanche resume ${id}`),
    );
    assert.equal((await run("resume", id)).status, 0);
    await stack.untilJob(id, "the job to go on", ({ state }) => state === "PROGRESS" || state === "STARTED");
    await run("cancel", id);
  });

  test("several jobs at once: one that is refused keeps no other from it, and gives status 2", async () => {
    const ids = await Promise.all([1, 2].map(() => submit("noop", { seconds: 600 })));
    const { status, stdout, stderr } = await run("cancel", ids[0]!, "job_of_nobody", ids[1]!);
    assert.equal(status, 2);
    assert.match(stderr, /^job_of_nobody: Not found/);
    assert.equal(stdout.trim().split("\n").length, 2);
    for (const id of ids) assert.equal((await stack.untilFinal(id)).state, "REVOKED");
  });

  test("a group: its members in short, its result as a table, and only its failed member runs again", async () => {
    const id = await submit("group", { members: [{ task: "noop" }, FAILING, { task: "noop" }] });
    const waited = await run("wait", id);
    assert.equal(waited.status, 0, waited.stderr);
    assert.match(waited.stdout, /SUCCESS 100% 3 of 3 members, 1 failed/);
    const { stdout } = await run("status", id);
    assert.match(stdout, /Partial: +3 members: 2 succeeded, 1 failed/);
    assert.match(stdout, new RegExp(`Members that failed\n.*\n +${id}\\.1 +noop +ToolFailed: `));
    assert.match(stdout, new RegExp(`avalanche list --parent ${id}\n`));
    const listed = (await run("list", "--parent", id)).stdout.trim().split("\n").slice(1);
    assert.deepEqual(
      listed.map((line) => line.split(/ +/).slice(0, 3)),
      ["SUCCESS", "FAILURE", "SUCCESS"].map((state, index) => [`${id}.${index}`, "noop", state]),
    );
    assert.match((await run("events", `${id}.1`)).stdout, /FAILURE/);
    assert.equal((await run("logs", `${id}.1`)).status, 0);

    const retried = await run("retry", id, "--only-failed");
    assert.equal(retried.status, 0, retried.stderr);
    const again = retried.stdout.trim();
    await stack.untilFinal(again);
    assert.match((await run("status", again)).stdout, new RegExp(`Retry of: +${id}`));
    assert.match((await run("events", `${again}.0`)).stdout, new RegExp(`taken from ${id}\\.0`));
    assert.match((await run("audit", "--job", id)).stdout, new RegExp(`operator +retry +${id} +new_job ${again}`));
  });

  test("a group that stops at a failure: status 1, and what it did is shown", async () => {
    const members = [FAILING, { task: "noop", params: { seconds: 600 } }];
    const ran = await withInput(JSON.stringify({ members, on_member_failure: "stop" }), "run", "group", "--params", "-");
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, /MembersFailed[^]*avalanche list --parent/);
    const id = /^Job (\S+)$/m.exec(ran.stdout)![1]!;
    const result = await run("result", id, "--json");
    assert.equal(result.status, 1);
    assert.deepEqual((JSON.parse(result.stdout) as { members: object }).members, { total: 2, success: 0, failure: 1, revoked: 1 });
  });

  test("retry of a job that runs is refused with status 2; --only-failed of one without members too", async () => {
    const id = await submit("noop", { seconds: 600 });
    assert.equal((await run("retry", id)).status, 2);
    await run("cancel", id);
    await stack.untilFinal(id);
    assert.match((await run("retry", id, "--only-failed")).stderr, /only_failed: is for jobs that have members/);
  });

  test("what does not fit in a chain is named with its step, and nothing starts", async () => {
    const steps = [{ task: "noop" }, { task: "noop", take: { text: "result.colour" } }];
    const { status, stderr } = await run("submit", "chain", "--steps", JSON.stringify(steps), "--tag", "chained");
    assert.equal(status, 2);
    assert.match(stderr, /params\.steps\.1\.take\.text \(no\. 2 of steps\): noop gives no result\.colour/);
    assert.deepEqual((JSON.parse((await run("list", "--tag", "chained", "--json")).stdout) as { jobs: unknown[] }).jobs, []);
  });

  test("the example in a task's help runs as it stands", async () => {
    for (const task of ["chain", "chord"]) {
      const { stdout } = await run("submit", task, "--help");
      const example = stdout.slice(stdout.indexOf("json:\n") + 6, stdout.indexOf("\n\nA file or folder"));
      const ran = await withInput(example, "run", task, "--params", "-");
      assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    }
  });

  test("a job that is due tomorrow is listed as scheduled", async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
    const id = (await run("submit", "noop", "--eta", tomorrow)).stdout.trim();
    assert.match((await run("list", "--scheduled")).stdout, new RegExp(id));
    await untilWell(() => run("doctor", id));
    assert.match((await run("status", id)).stdout, new RegExp(`Due: +${tomorrow.replace("T", " ")}:00 UTC`));
    await run("cancel", id);
  });

  test("local datasets and their reference are uploaded for several analyses and for the members of a group, each once", async () => {
    const folder = join(stack.home, "away");
    const reads = join(folder, "creek");
    mkdirSync(reads, { recursive: true });
    for (const name of ["creek_R1.fastq.gz", "creek_R2.fastq.gz"]) cpSync(join(EXAMPLES, name), join(reads, name));
    const reference = join(folder, "reference.fasta");
    writeFileSync(reference, ">b;tax=d:Bacteria;\nACGT\n");

    const several = await run("submit", "run_multiple_analyses", "--datasets", reads, "--datasets", reads, "--reference", reference);
    assert.equal(several.status, 0, several.stderr);
    assert.equal(several.stderr.match(/^Uploading /gm)?.length, 2, several.stderr);
    const { datasets } = (await stack.job(several.stdout.trim())).params as { datasets: string[] };
    assert.match(datasets.join(), /^(ds_\w+),\1$/);

    const member = { task: "run_analysis", params: { dataset_path: reads, reference } };
    const id = await submit("group", { members: [member, member] });
    const { members } = (await stack.job(id)).params as { members: { params: Record<string, string> }[] };
    for (const { params } of members) assert.deepEqual(Object.keys(params).sort(), ["dataset_id", "reference"]);
    await run("cancel", id, several.stdout.trim());
  });
});
