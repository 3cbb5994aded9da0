import { setTimeout as sleep } from "node:timers/promises";
import { cancelJob } from "../operations/cancel.js";
import { newAnalysis } from "../operations/analysis.js";
import { submit } from "../operations/submit.js";
import { type ToolProcess, toolsOf } from "../tools.js";
import { type Fault, type Scene } from "./fault.js";
import { signal } from "./signals.js";

/** As the system does where memory is short. */
export const killTool: Fault = {
  name: "kill-tool",
  inject: async (scene) => {
    const tool = await findTool(scene);
    return tool && signal(tool.pid, "SIGKILL") ? `a tool of ${tool.job}` : null;
  },
};

/** A process that is held does not hear SIGTERM: only SIGKILL ends it. */
export const cancelDeafTool: Fault = {
  name: "cancel-deaf-tool",
  inject: async (scene) => {
    const tool = await findTool(scene);
    if (!tool || !signal(tool.pid, "SIGSTOP")) return null;
    await cancelJob(scene.client, tool.job);
    await sleep(3000);
    return `a tool of ${tool.job} was held, the job cancelled; now it ${signal(tool.pid, "SIGCONT") ? "still runs" : "is gone"}`;
  },
};

/** Sees that a tool does some work, and waits for it. */
async function findTool({ stack, random, client }: Scene): Promise<ToolProcess | undefined> {
  // Nothing is found again, so that tools run.
  await stack.sql("truncate stage_cache").catch(() => undefined);
  await submit(client, newAnalysis(client));
  for (let look = 0; look < 400; look++) {
    const tools = toolsOf(stack.home).filter(({ job }) => job.startsWith("job_"));
    // The innermost: it is the tool itself, and not what holds it.
    if (tools.length > 0) return random.pick(tools.filter(({ pid }) => !tools.some(({ parent }) => parent === pid)));
    await sleep(50);
  }
  return undefined;
}
