import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addAudit } from "../../../store/audit.js";
import { type RunningApi, runApi } from "./running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi();
});

after(() => api.stop());

test("a cancel stands in the audit log once, however often it is asked for", async () => {
  const { id } = (await api.submit({ task: "noop" })).json;
  for (let time = 0; time < 2; time++) await api.send(`/api/v1/jobs/${id}/cancel`, { method: "POST" });
  const { entries } = (await api.send(`/api/v1/audit?job=${id}`)).json;
  assert.deepEqual(
    entries.map(({ actor, action, job_id }: Record<string, unknown>) => [actor, action, job_id]),
    [["operator", "cancel", id]],
  );
  assert.ok(Math.abs(Date.now() - Date.parse(entries[0].at)) < 60_000);
});

test("the audit log is read from its newest entry on, page by page, and by action", async () => {
  for (let place = 0; place < 5; place++)
    await addAudit(api.parts.db.query, { actor: "ann", action: "retry", jobId: "job_1", detail: { place } });
  const places: number[] = [];
  for (let before = ""; ; ) {
    const page = (await api.send(`/api/v1/audit?action=retry&limit=2${before}`)).json;
    places.push(...page.entries.map(({ detail }: { detail: { place: number } }) => detail.place));
    if (page.next_before === null) break;
    before = `&before=${page.next_before}`;
  }
  assert.deepEqual(places, [4, 3, 2, 1, 0]);
  for (const query of ["action=delete", "limit=0", "limit=201", "before=x", "order=asc"])
    assert.equal((await api.send(`/api/v1/audit?${query}`)).status, 400, query);
});
