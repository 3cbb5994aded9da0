import { parseArgs } from "node:util";
import { reportError } from "../cli/report-error.js";
import { ConfigError, loadConfig } from "../config/config.js";
import { runExample } from "./demo/run-example.js";
import { HomeInUse, lockHome } from "./home-lock.js";
import { Stack } from "./stack.js";
import { complain, outliveReader, say } from "./terminal.js";
import { onStop } from "./until-told.js";

/** `avalanche demo`: analyses the example, on the `avalanche dev` of this home or on one that it starts for this. */
async function main(): Promise<number> {
  outliveReader();
  const minConfidence = readFlags();
  const config = loadConfig();
  const unlock = await lockHome(config.home).catch((error: Error) => {
    if (error instanceof HomeInUse) return undefined;
    throw error;
  });
  if (!unlock) return analyse(minConfidence);
  const stack = new Stack(config, complain);
  let interrupted: Promise<void> | undefined;
  onStop((now) => {
    const stopping = stack.stop(now);
    interrupted ??= stopping.then(unlock).finally(() => process.exit(130));
  });
  say(`Starting PostgreSQL, Temporal, the API and a worker; their state is in ${config.home}`);
  try {
    await stack.start();
    return await analyse(minConfidence);
  } finally {
    await (interrupted ?? stack.stop());
    unlock();
  }
}

async function analyse(minConfidence: number | undefined): Promise<number> {
  return (await runExample(minConfidence)) ? 0 : 1;
}

/** @throws {ConfigError} */
function readFlags(): number | undefined {
  const { values } = parse();
  const given = values["min-confidence"];
  if (given === undefined) return undefined;
  const minConfidence = given.trim() === "" ? Number.NaN : Number(given);
  if (minConfidence >= 0 && minConfidence <= 1) return minConfidence;
  throw new ConfigError(`--min-confidence: ${given} is no number from 0 to 1`);
}

function parse() {
  try {
    return parseArgs({ options: { "min-confidence": { type: "string" } } });
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

main().then(
  (status) => process.exit(status),
  async (error: Error & { status?: number }) => {
    if (error.status !== undefined || error instanceof ConfigError) process.exit(await reportError(error));
    complain(error.message);
    process.exit(1);
  },
);
