import { ConfigError, loadConfig } from "../config/config.js";
import { migrate } from "../store/migrate.js";
import { runAlone } from "./run-alone.js";
import { say } from "./terminal.js";

/** `avalanche migrate`: brings the database to this version's tables. */
runAlone(async () => {
  const { databaseUrl } = loadConfig();
  if (!databaseUrl) throw new ConfigError("DATABASE_URL: needed to migrate; avalanche dev migrates its own database by itself");
  const applied = await migrate(databaseUrl);
  say(applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`);
  process.exit(0);
});
