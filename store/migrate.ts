import { runner } from "node-pg-migrate";
import { MIGRATIONS } from "./migrated.js";

/**
 * Brings the database's tables up to date. Several may call it at once: one migrates, the others wait.
 *
 * @returns the names of the migrations that were applied
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const applied = await runner({
    databaseUrl,
    dir: MIGRATIONS,
    direction: "up",
    migrationsTable: "migrations",
    lockValue: 7_241_104_003,
    log: () => undefined,
    advisoryLockMode: "wait",
  });
  return applied.map((migration) => migration.name);
}
