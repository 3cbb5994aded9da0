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
    const tool = await signalTool(scene, "SIGKILL");
    return tool ? `a tool of ${tool.job}` : null;
  },
};

/** A process that is held does not hear SIGTERM: only SIGKILL ends it. */
export const cancelDeafTool: Fault = {
  name: "cancel-deaf-tool",
  inject: async (scene) => {
    const tool = await signalTool(scene, "SIGSTOP");
    if (!tool) return null;
    await cancelJob(scene.client, tool.job);
    await sleep(3000);
    return `a tool of ${tool.job} was held, the job cancelled; now it ${signal(tool.pid, "SIGCONT") ? "still runs" : "is gone"}`;
  },
};

/** Sees that a tool does some work, and signals it: the innermost, which is the tool itself and not what holds it. */
async function signalTool({ stack, random, client }: Scene, name: NodeJS.Signals): Promise<ToolProcess | undefined> {
  // Nothing is found again, so that tools run.
  await stack.sql("truncate stage_cache").catch(() => undefined);
  await submit(client, await newAnalysis(client));
  for (let look = 0; look < 800; look++) {
    const tools = toolsOf(stack.home).filter(({ job }) => job.startsWith("job_"));
    const innermost = tools.filter(({ pid }) => !tools.some(({ parent }) => parent === pid));
    const tool = innermost.length > 0 ? random.pick(innermost) : undefined;
    if (tool && signal(tool.pid, name)) return tool;
    await sleep(50);
  }
  return undefined;
}
