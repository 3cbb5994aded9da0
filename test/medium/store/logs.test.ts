import assert from "node:assert/strict";
import { test } from "node:test";
import type { Query } from "../../../store/database.js";
import { logsOf } from "../../../store/history.js";
import { Jobs } from "../../../store/jobs.js";
import { until } from "../../until.js";
import { newJob } from "../new-job.js";
import { openDatabase } from "./open-database.js";

const { db } = await openDatabase();

test("of two workers that write at once, whoever reads on from the last chunk skips none", async () => {
  const { id } = await new Jobs(db).submit(newJob());
  const write = (query: Query, text: string) =>
    query("insert into job_logs (job_id, at, stage, subject, text) values ($1, now(), 'trim_primers', $2, $2)", [id, text]);
  const seen: string[] = [];
  let last = 0;
  const readOn = async () => {
    const chunks = await logsOf(db, id, last);
    last = chunks.at(-1)?.seq ?? last;
    seen.push(...chunks.map(({ text }) => text));
  };
  let second: Promise<unknown> | undefined;
  let isThere = false;
  await db.transaction(async (query) => {
    await write(query, "first");
    second = write(db.query, "second").then(() => (isThere = true));
    const waits = async () => (await query("select from pg_locks where locktype = 'advisory' and not granted")).length > 0;
    await until("the second to be written, or to wait", async () => isThere || (await waits()));
    await readOn();
  });
  await second;
  await readOn();
  assert.deepEqual(seen, ["first", "second"]);
});
