import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { readEndpoints } from "../../local/endpoints.js";
import { DevStack, EXAMPLES } from "../e2e/dev-stack.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const noop = (params: object = {}, options: object = {}) => ({ task: "noop", params, options: { max_retries: 1, retry_delay: 0.1, ...options } });

/** Writes the histories beside this file: `node --import tsx test/histories/record.ts`, after a change that old jobs need not survive. */
async function main(): Promise<void> {
  const stack = await DevStack.start();
  try {
    await cp(EXAMPLES, join(stack.dataRoot, "examples"), { recursive: true });
    const reference = "examples/silva-138.2-seed-v4.sintax.fasta.gz";
    const parameters = { marker: "16S-V4" };
    const pairs = await stack.submit("run_analysis", { dataset_path: "examples/samples.csv", reference, parameters });
    await stack.untilFinal(pairs);
    const fasta = await stack.artifact(pairs, "features.fasta");
    await writeFile(join(stack.dataRoot, "features.fasta"), fasta.replace(/^>.*$/gm, (title) => `${title};size=9`));
    const jobs = {
      "run-analysis-pairs": pairs,
      "run-analysis-fasta": await stack.submit("run_analysis", { dataset_path: "features.fasta", reference }),
      "run-analysis-clustering": await stack.submit("run_analysis", { dataset_path: "features.fasta", analysis_type: "clustering" }),
      "run-analysis-bad-input": await stack.submit("run_analysis", { dataset_path: "examples/truth.tsv", reference }),
      "noop-retried": await stack.submit("noop", { fail_times: 2 }, { retry_delay: 0.2 }),
      "noop-cancelled": await stack.submit("noop", { seconds: 60 }),
      "noop-paused": await stack.submit("noop", { seconds: 4 }),
      "group-light": await stack.submit("group", { members: [noop(), noop({ fail_times: 1 }), noop({ fail_times: 9 })], max_parallel: 2 }),
      "group-of-chains": await stack.submit("group", { members: [{ task: "chain", params: { steps: [noop()] } }, noop()] }),
      "group-paged": await stack.submit("group", { members: Array.from({ length: 25 }, () => noop({}, { max_retries: 100 })) }),
      chord: await stack.submit("chord", { header: [noop({ text: "a" }), noop({ text: "b" })], callback: { ...noop(), take: { texts: "result.text" } } }),
      "chain-with-finally": await stack.submit("chain", {
        steps: [noop({ text: "a" }), { ...noop({ fail_times: 9 }), take: { text: "result.text" } }, noop()],
        finally: noop(),
      }),
    };
    await stack.untilJob(jobs["noop-paused"], "its stage to run", ({ state }) => state === "PROGRESS");
    await stack.call(`/jobs/${jobs["noop-paused"]}/pause`, { method: "POST" });
    await stack.untilJob(jobs["noop-paused"], "its pause", ({ state }) => state === "PAUSED");
    await stack.call(`/jobs/${jobs["noop-paused"]}/resume`, { method: "POST" });
    await stack.untilJob(jobs["noop-cancelled"], "its stage to run", ({ state }) => state !== "PENDING");
    await stack.call(`/jobs/${jobs["noop-cancelled"]}/cancel`, { method: "POST" });
    const address = readEndpoints(stack.home)?.temporal ?? "";
    const client = new Client({ connection: await Connection.connect({ address }) });
    for (const id of Object.values(jobs)) await stack.untilFinal(id);
    const workflows = { ...jobs, "member-page": `${jobs["group-paged"]}.from-0` };
    for (const [name, id] of Object.entries(workflows)) {
      const handle = client.workflow.getHandle(id);
      await handle.result().catch(() => undefined);
      const file = fileURLToPath(new URL(`./${name}.json`, import.meta.url));
      // Stack traces name the folder of the checkout.
      const history = historyToJSON(await handle.fetchHistory()).replaceAll(ROOT, "");
      await writeFile(file, `${JSON.stringify(JSON.parse(history))}\n`);
    }
    await client.connection.close();
  } finally {
    await stack.stop();
  }
}

await main();
