import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { until } from "../until.js";
import { avalanche, startAvalanche, untilWell } from "./avalanche.js";
import { DevStack, EXAMPLES } from "./dev-stack.js";

describe("the command line", () => {
  let stack: DevStack;
  before(async () => {
    stack = await DevStack.start();
  });
  after(() => stack.stop());

  const environment = () => ({
    AVALANCHE_HOME: stack.home,
    AVALANCHE_DATA_ROOT: stack.dataRoot,
    AVALANCHE_API_URL: "",
    AVALANCHE_TOKEN: "",
  });
  const run = (...args: string[]) => avalanche(args, environment());
  const submit = async (...args: string[]) => (await run("submit", ...args)).stdout.trim();

  test("the help tells what there is, also without the service", async () => {
    const { status, stdout } = await avalanche(["--help"], { AVALANCHE_HOME: join(stack.home, "nothing") });
    assert.equal(status, 0);
    assert.match(stdout, /Submit a job:\n {2}run TASK/);
  });

  test("submit prints the id alone; status, wait and result follow it", async () => {
    const long = await submit("noop", "--seconds", "600");
    const early = await run("result", long);
    assert.equal(early.status, 2);
    assert.match(early.stderr, /no result yet/);
    await run("cancel", long);
    const { status, stdout } = await run("submit", "noop", "--seconds", "6", "--tag", "may");
    assert.equal(status, 0);
    assert.match(stdout, /^\S+\n$/);
    const id = stdout.trim();
    assert.match((await run("status", id)).stdout, new RegExp(`Job: +${id}\nTask: +noop on queue default, priority 3, tags may`));
    assert.equal((await run("wait", id)).status, 0);
    const result = await run("result", id);
    assert.deepEqual([result.status, JSON.parse(result.stdout)], [0, { seconds: 6, attempts: 1, payload_bytes: 0 }]);
    assert.match((await run("list", "--tag", "may", "--state", "success")).stdout, new RegExp(`^Job .*\n${id} +noop +SUCCESS`));
  });

  test("run in a pipe writes a line for each change, then the result", async () => {
    const { status, stdout } = await run("run", "noop", "--seconds", "15");
    assert.equal(status, 0);
    const lines = stdout.split("\n");
    assert.match(lines[0]!, /^Job \S+$/);
    assert.ok(
      lines.some((line) => /^(STARTED|PROGRESS) \d+%/.test(line)),
      stdout,
    );
    assert.equal(new Set(lines.filter((line) => /^[A-Z]+ \d+%/.test(line))).size, lines.filter((line) => /^[A-Z]+ \d+%/.test(line)).length);
    assert.match(stdout, /"seconds": 15/);
  });

  test("--json gives one document, whatever happens", async () => {
    const done = JSON.parse((await run("run", "noop", "--json")).stdout) as { state: string; result: unknown };
    assert.equal(done.state, "SUCCESS");
    const failed = await run("run", "noop", "--fail-times", "1", "--max-retries", "0", "--json");
    assert.equal(failed.status, 1);
    assert.equal((JSON.parse(failed.stdout) as { state: string }).state, "FAILURE");
    assert.match(failed.stderr, /failed\./);
  });

  test("wait gives up in time with status 4 and the job goes on; cancel ends it with status 1", async () => {
    const id = await submit("noop", "--seconds", "600");
    const late = await run("wait", id, "--timeout", "1");
    assert.equal(late.status, 4);
    assert.match(late.stderr, new RegExp(`Job ${id} goes on`));
    assert.ok(!(await stack.job(id)).ready);
    assert.equal((await run("cancel", id)).status, 0);
    const ended = await run("wait", id, "--timeout", "300");
    assert.equal(ended.status, 1);
    assert.match(ended.stderr, /was cancelled/);
  });

  test("Ctrl-C ends the command with status 130 and names the job, which goes on", async () => {
    const { child, stdout, ended } = startAvalanche(["run", "noop", "--seconds", "600"], environment());
    await until("the job to run", () => /^(STARTED|PROGRESS)/m.test(stdout()));
    child.kill("SIGINT");
    const { status, stderr } = await ended;
    assert.equal(status, 130);
    const id = /Job (\S+) goes on/.exec(stderr)?.[1] ?? assert.fail(stderr);
    assert.ok(!(await stack.job(id)).ready);
    await run("cancel", id);
  });

  test("bad values are refused with status 2 and the names of their flags, and nothing starts", async () => {
    const text = await run("submit", "noop", "--seconds", "many", "--tag", "refused");
    assert.equal(text.status, 2);
    assert.match(text.stderr, /--seconds <number>' argument 'many' is invalid/);
    const range = await run("submit", "noop", "--seconds", "-1", "--fail-times", "-1", "--tag", "refused");
    assert.equal(range.status, 2);
    assert.match(range.stderr, /\(--seconds\): .*\n[^]*\(--fail-times\): /);
    assert.match((await run("submit", "noop", "--priority", "9", "--tag", "refused")).stderr, /\(--priority\): /);
    assert.doesNotMatch(range.stderr, /\n {4}at /);
    const path = await run("submit", "run_analysis", "--dataset-path", "raeds/", "--reference", "none.fasta", "--tag", "refused");
    assert.equal(path.status, 2);
    assert.match(path.stderr, /Not found on this machine, .*: raeds\/\n[^]*\(--dataset-path\): /);
    assert.equal((await run("submit", "os.system")).status, 2);
    assert.equal((await run("status", "nothing")).status, 2);
    assert.deepEqual((JSON.parse((await run("list", "--tag", "refused", "--json")).stdout) as { jobs: unknown[] }).jobs, []);
  });

  test("the same idempotency key gives the same job", async () => {
    const both = await Promise.all([1, 2].map(() => submit("noop", "--idempotency-key", "k-1")));
    assert.equal(both[0], both[1]);
    assert.match(both[0]!, /\S/);
  });

  test("a service that is not there: status 3; a wrong token: status 2", async () => {
    const gone = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => gone.once("listening", resolve));
    const url = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
    await new Promise((resolve) => gone.close(resolve));
    const nowhere = await avalanche(["list"], { ...environment(), AVALANCHE_API_URL: url });
    assert.equal(nowhere.status, 3);
    assert.match(nowhere.stderr, /nothing listens there\n.*avalanche dev/);
    assert.equal((await avalanche(["list"], { ...environment(), AVALANCHE_TOKEN: "w".repeat(32) })).status, 2);
  });

  test("events are followed to the end of the job, one a line", async () => {
    const id = await submit("noop", "--seconds", "2");
    const { status, stdout } = await run("events", id, "--follow", "--json");
    assert.equal(status, 0);
    const states = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { state: string | null }).state);
    assert.equal(states.at(0), "PENDING");
    assert.equal(states.at(-1), "SUCCESS");
    assert.equal((await run("events", id)).stdout.trim().split("\n").length, states.length);
  });

  test("doctor finds nothing wrong here, and says what a job does", async () => {
    const all = await untilWell(() => run("doctor"));
    assert.match(all.stdout, /ok +vsearch: 2\.[^]*ok +Queue analysis: 1 worker/);
    const id = await submit("noop", "--seconds", "600");
    const one = await untilWell(() => run("doctor", id));
    assert.match(one.stdout, new RegExp(`Job ${id}: is [A-Z]+: `));
    await run("cancel", id);
  });

  test("local reads and a local reference are uploaded; the files of the result are loaded and checked", async () => {
    const folder = join(stack.home, "elsewhere");
    mkdirSync(folder);
    const sheet = join(folder, "samples.csv");
    writeFileSync(sheet, `sample,fastq_1,fastq_2\ncreek,${join(EXAMPLES, "creek_R1.fastq.gz")},${join(EXAMPLES, "creek_R2.fastq.gz")}\n`);
    const params = JSON.stringify({
      dataset_path: sheet,
      reference: join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz"),
      parameters: { marker: "16S-V4" },
    });

    const ran = await avalanche(["run", "run_analysis", "--params", "-", "--min-confidence", "0.7"], environment(), params);

    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    assert.match(ran.stderr, /Uploading .*samples\.csv: 3 files/);
    assert.match(ran.stdout, /Reads kept after each stage\n +stage +creek\n +check_input +1,978\n +trim_primers +1,978\n/);
    const id = /^Job (\S+)$/m.exec(ran.stdout)![1]!;
    const target = join(folder, "results");
    const saved = await run("result", id, "--save", target);
    assert.equal(saved.status, 0, saved.stderr);
    assert.ok(readdirSync(target).includes("features.tsv"));
    assert.equal((await run("result", id, "--artifact", "features.tsv")).stdout, readFileSync(join(target, "features.tsv"), "utf8"));
    assert.equal((await run("result", id, "--save", target)).status, 0, "the same files again");
    writeFileSync(join(target, "features.tsv"), "mine");
    assert.match((await run("result", id, "--save", target)).stderr, /features\.tsv is there with another content/);
  });

  test("a file that is broken ends as a failure with its line, and status 1", async () => {
    const file = join(stack.home, "broken.fastq");
    writeFileSync(file, "@r1\nACGT\n+\nIIII\n@r2\nACGT\n+\nIII\n");
    const { status, stderr } = await run(
      "run",
      "run_analysis",
      "--dataset-path",
      file,
      "--reference",
      join(EXAMPLES, "silva-138.2-seed-v4.sintax.fasta.gz"),
      "--marker",
      "16S-V4",
    );
    assert.equal(status, 1);
    assert.match(stderr, /Warning: broken\.fastq: line \d+/);
    assert.match(stderr, /InvalidInput in stage check_input: .*line [78]/);
  });

  test("a file under the data root of this machine is not copied", async () => {
    writeFileSync(join(stack.dataRoot, "reads.fasta"), ">a\nACGT\n");
    writeFileSync(join(stack.dataRoot, "reference.fasta"), ">b;tax=d:Bacteria;\nACGT\n");
    const id = await submit(
      "run_analysis",
      "--dataset-path",
      join(stack.dataRoot, "reads.fasta"),
      "--reference",
      join(stack.dataRoot, "reference.fasta"),
    );
    const { dataset_path, reference } = (await stack.job(id)).params as { dataset_path: string; reference: string };
    assert.deepEqual([dataset_path, reference], ["reads.fasta", "reference.fasta"]);
  });
});
