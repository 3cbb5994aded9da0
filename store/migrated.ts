import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { fileURLToPath } from "node:url";
import type { Database } from "./database.js";

export const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));

/** What is said where {@link isMigrated} is false. */
export const NOT_MIGRATED = "the database has not the tables of this version; run: avalanche migrate";

/** Whether the database has all tables of this version. @throws where it does not answer */
export async function isMigrated(db: Database): Promise<boolean> {
  const names = readdirSync(MIGRATIONS).map((file) => parse(file).name);
  const applied = await db.query<{ name: string }>("select name from migrations where name = any($1)", [names]).catch((error: unknown) => {
    if (isMissingTable(error)) return [];
    throw error;
  });
  return applied.length === names.length;
}

/** PostgreSQL's undefined_table and undefined_column: the database is older than the program. */
export function isMissingTable(error: unknown): boolean {
  return ["42P01", "42703"].includes(String((error as { code?: unknown }).code));
}
