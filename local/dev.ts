import { join, relative } from "node:path";
import { ConfigError, loadConfig } from "../config/config.js";
import type { Endpoints } from "./endpoints.js";
import { lockHome } from "./home-lock.js";
import { Stack } from "./stack.js";
import { complain, outliveReader, say } from "./terminal.js";
import { onStop } from "./until-told.js";

/** `avalanche dev`: everything on this machine, in the foreground, until Ctrl-C. */
async function main(): Promise<void> {
  outliveReader();
  const config = loadConfig();
  const unlock = await lockHome(config.home);
  const stack = new Stack(config, complain);
  let stopped: Promise<void> | undefined;
  const told = new Promise<void>((resolve) => {
    onStop((now) => {
      if (!now) say("Stopping; what was accepted goes on at the next start.");
      const stopping = stack.stop(now);
      stopped ??= stopping;
      resolve();
    });
  });
  say(`Avalanche is starting; its state is in ${config.home}`);
  try {
    tell(await stack.start(), config.home);
    await told;
  } catch (error) {
    await stack.stop(true);
    if (!stopped) throw error;
  } finally {
    await stopped;
    unlock();
  }
}

function tell({ api, temporalUi }: Endpoints, home: string): void {
  say("Avalanche runs:");
  say(`  API              ${api}`);
  say(`  Documentation    ${api}/docs`);
  if (temporalUi) say(`  Temporal Web UI  ${temporalUi}`);
  say(`  Logs             ${relative(process.cwd(), join(home, "logs")) || "."}`);
  say("Ctrl-C stops it; nothing is lost.");
}

main().then(
  () => process.exit(),
  (error: Error) => {
    complain(error.message);
    process.exit(error instanceof ConfigError ? 2 : 1);
  },
);
