import { executeChild, proxyActivities, proxyLocalActivities } from "@temporalio/workflow";

export interface Echo {
  echo(text: string): Promise<string>;
}

const retry = { maximumAttempts: 1 };
const { echo } = proxyActivities<Echo>({ startToCloseTimeout: "1 minute", retry });
const { echo: echoHere } = proxyLocalActivities<Echo>({ startToCloseTimeout: "1 minute", retry });

/** Hands a text on in each way that there is, and gives back what came. */
export async function passOn(text: string): Promise<string> {
  return executeChild(passOnAsChild, { args: [text] });
}

export async function passOnAsChild(text: string): Promise<string> {
  return echo(await echoHere(text));
}
