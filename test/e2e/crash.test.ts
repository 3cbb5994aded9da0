import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pendingStages } from "../../api/reconciler/pending-stages.js";
import { Temporal } from "../../api/temporal/temporal.js";
import { readEndpoints } from "../../local/endpoints.js";
import { until } from "../until.js";
import { sameFilesOf } from "./data.js";
import { DevStack, EXAMPLES, type Job } from "./dev-stack.js";
import { writeSlowReads } from "./slow-reads.js";

const REFERENCE = "silva-138.2-seed-v4.sintax.fasta.gz";

describe("kill -9 in the middle of an analysis", () => {
  let stack: DevStack;
  let expected: Record<string, string>;

  /** From the beginning: nothing is found in the cache. */
  const submit = async () => {
    await stack.sql("truncate stage_cache");
    return stack.submit("run_analysis", { dataset_path: "slow.fasta", reference: REFERENCE });
  };
  /** The reference has been read by then, too, which goes on beside the other stages. */
  const inDenoise = async (id: string) => {
    await stack.untilJob(
      id,
      "denoising alone",
      ({ attempts }) =>
        attempts.every(({ stage, state }) => (stage === "denoise") === (state === "running")) &&
        attempts.some(({ stage }) => stage === "check_reference") &&
        stack.tools().some((tool) => tool.includes("--cluster_unoise")),
    );
    // An attempt is written before Temporal hears of it: a worker that is killed between the two has its stage looked up again.
    const temporal = new Temporal({ address: readEndpoints(stack.home)?.temporal, namespace: "default", tls: undefined });
    const isAlone = async () => {
      const description = await temporal.describe(id, 60_000);
      return description !== null && pendingStages(description).every(({ stage }) => stage === "denoise");
    };
    await until("Temporal to know of what is finished", isAlone).finally(() => temporal.close());
  };

  before(async () => {
    stack = await DevStack.start();
    await writeSlowReads(join(stack.dataRoot, "slow.fasta"));
    await cp(join(EXAMPLES, REFERENCE), join(stack.dataRoot, REFERENCE));
    expected = sameFilesOf(await stack.untilFinal(await submit()));
  });
  after(() => stack.stop());

  /** Ends well, with the same bytes; no stage that was finished ran again, and none of the tools is left. */
  const survives = async (id: string): Promise<Job> => {
    const job = await stack.untilFinal(id);
    assert.deepEqual(sameFilesOf(job), expected);
    for (const stage of ["import_input", "check_reference", "check_input", "count_uniques"]) {
      assert.equal(job.attempts.filter((attempt) => attempt.stage === stage).length, 1, `${stage} ran again`);
    }
    await until("all tools to be gone", () => stack.tools().length === 0, 5000);
    return job;
  };

  for (const [title, accident] of [
    ["of the worker", () => stack.killPart(/worker/)],
    ["of the worker with its tools", () => stack.killPart(/worker/, true)],
  ] as const) {
    test(`${title}: the job is RETRY within 15 s, goes on, and gives the same bytes`, async () => {
      const id = await submit();
      await inDenoise(id);
      const killedMs = Date.now();
      accident();
      await until("the tools to end with their worker", () => stack.tools().length === 0, 5000);
      // How long a new worker takes to start is the machine's; how soon the job goes on, `npm run bench -- crash` tells.
      const job = await survives(id);
      assert.equal(job.attempts.filter(({ stage }) => stage === "denoise").length, 2);
      const events = (await stack.events(id)).filter(({ state }) => state !== null).slice(-3);
      assert.deepEqual(
        events.map(({ state }) => state),
        ["RETRY", "PROGRESS", "SUCCESS"],
      );
      const knownMs = Date.parse(events[0]!.at) - killedMs;
      assert.ok(knownMs < 15_000, `known after ${knownMs} ms`);
    });
  }

  for (const [title, part] of [
    ["the API", /API/],
    ["the Temporal server", /Temporal/],
    ["PostgreSQL", /PostgreSQL/],
  ] as const) {
    test(`of ${title}: the job gives the same bytes`, async () => {
      const id = await submit();
      await inDenoise(id);
      stack.killPart(part);
      await survives(id);
    });
  }

  test("of everything at once: the next start goes on with the job", async () => {
    const id = await submit();
    await inDenoise(id);
    await stack.killAll();
    await until("all tools to be gone", () => stack.tools().length === 0, 5000);
    await stack.up();
    await survives(id);
  });
});
