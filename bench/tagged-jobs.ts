import assert from "node:assert/strict";
import type { DevStack, Job } from "../test/e2e/dev-stack.js";
import { until } from "../test/until.js";

const UNFINISHED = ["PENDING", "STARTED", "PROGRESS", "RETRY"];
const WITHIN_MS = 300_000;

/** Until none of the jobs with a tag is open, then each of them, as a client sees it. @throws unless so many succeeded */
export async function untilAllSucceed(stack: DevStack, tag: string, count: number): Promise<void> {
  for (const state of UNFINISHED) {
    const isNone = async () => (await page(stack, `tag=${tag}&state=${state}&page_size=1`)).jobs.length === 0;
    await until(`no job of ${tag} to be ${state}`, isNone, WITHIN_MS);
  }
  const ids = new Set<string>();
  for (let token: string | null = ""; token !== null; ) {
    const found = await page(stack, `tag=${tag}&state=SUCCESS&page_size=200${token ? `&page_token=${token}` : ""}`);
    for (const { id } of found.jobs) ids.add(id);
    token = found.next_page_token;
  }
  assert.equal(ids.size, count, `jobs of ${tag} that succeeded`);
}

/** @throws where one of them, or of their members, ran twice or ended twice */
export async function assertNoneTwice(stack: DevStack, tag: string): Promise<void> {
  const twice = await stack.sql<{ id: string }>(
    `select j.id from jobs j left join jobs p on p.id = j.parent where (j.tags @> array[$1] or p.tags @> array[$1]) and (
       (select count(*) from attempts where job_id = j.id) > 1 or
       (select count(*) from job_events where job_id = j.id and state in ('SUCCESS', 'FAILURE', 'REVOKED')) > 1)`,
    [tag],
  );
  assert.deepEqual(twice, [], `jobs of ${tag} that ran twice`);
}

async function page(stack: DevStack, query: string): Promise<{ jobs: Job[]; next_page_token: string | null }> {
  const response = await stack.call(`/jobs?${query}`);
  const body = (await response.json()) as { jobs: Job[]; next_page_token: string | null };
  assert.equal(response.status, 200, JSON.stringify(body));
  return body;
}
