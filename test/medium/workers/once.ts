import { proxyActivities } from "@temporalio/workflow";

/** Runs one activity, as its stage would. */
export async function once({ name, input }: { name: string; input: unknown }): Promise<unknown> {
  const activities = proxyActivities<Record<string, (input: unknown) => Promise<unknown>>>({
    startToCloseTimeout: "2 minutes",
    heartbeatTimeout: "2 minutes",
    retry: { maximumAttempts: 1 },
  });
  return activities[name]!(input);
}
