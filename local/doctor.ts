import { ConfigError, loadConfig } from "../config/config.js";
import { checkDisk } from "./doctor-disk.js";
import { checkPrograms } from "./doctor-programs.js";
import { checkServers } from "./doctor-servers.js";

/** The part of `avalanche doctor` that looks at this machine; writes its findings as JSON. */
async function main(): Promise<void> {
  const config = loadConfig();
  const checks = await Promise.all([checkPrograms(config.searchPath), checkServers(config), checkDisk(config)]);
  process.stdout.write(`${JSON.stringify(checks.flat())}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
});
