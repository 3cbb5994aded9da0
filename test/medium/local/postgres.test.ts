import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Part } from "../../../local/part.js";
import { planPostgres } from "../../../local/postgres.js";
import { Database } from "../../../store/database.js";
import { furnish, serverOptions, SILENT } from "../../ready-home.js";

test("a PostgreSQL that was killed before it wrote its lock file starts again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "avalanche-postgres-"));
  try {
    await furnish(folder);
    const { plan, databaseUrl } = await planPostgres(await serverOptions(folder));
    for (let start = 0; start < 2; start++) {
      const part = new Part(plan, SILENT);
      try {
        await part.start();
        const db = new Database(databaseUrl, { max: 1 });
        assert.deepEqual(await db.query("select 1 as one").finally(() => db.close()), [{ one: 1 }]);
      } finally {
        await part.stop(true);
      }
      await writeFile(join(folder, "postgres", "data", "postmaster.pid"), "");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
