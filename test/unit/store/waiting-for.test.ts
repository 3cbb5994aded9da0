import assert from "node:assert/strict";
import { test } from "node:test";
import { type Waiting, waitingFor } from "../../../store/waiting-for.js";

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

const pending: Waiting = {
  state: "PENDING",
  queue: "analysis",
  due_at: null,
  handed_over_at: ago(1),
  submitted_at: ago(60),
  id: "job_2",
  parent: null,
  members_total: null,
  slots: 4,
  running: 4,
  per_second: null,
};

test("a pending job says what it waits for, and one that has started nothing", () => {
  const later = ago(-60);
  const cases: [Partial<Waiting>, RegExp][] = [
    [{ due_at: later, handed_over_at: null }, new RegExp(`^starts at ${later.toISOString()} \\(eta\\)$`)],
    [{ submitted_at: ago(0), handed_over_at: null }, /being handed to Temporal/],
    [{ due_at: ago(0), handed_over_at: null }, /being handed to Temporal/],
    [{ due_at: ago(10), handed_over_at: null }, /Temporal server does not answer/],
    [{ handed_over_at: null }, /Temporal server does not answer/],
    [{ slots: null, running: null }, /no worker on queue analysis; start one with: avalanche worker --queues analysis/],
    [{ slots: null, running: null, per_second: 2 }, /no worker on queue analysis/],
    [{}, /queue analysis is full/],
    [{ per_second: 2 }, /queue analysis is full/],
    [{ parent: "job_1" }, /queue analysis is full/],
    [{ parent: "job_1", running: 3 }, /waits for its turn among the members of job_1/],
    [{ running: 3 }, /^queue analysis has a free slot; the job starts in a moment$/],
    [{ members_total: 9 }, /^none of its members has started; avalanche status job_2\.0 says why$/],
    [{ members_total: 9, running: 3, per_second: 2 }, /^none of its members has started/],
    [{ members_total: 9, slots: null, running: null }, /no worker on queue analysis/],
    [{ per_second: 2, running: 3 }, /the rate of queue analysis is limited to 2 stages a second/],
    [{ per_second: 2, running: null }, /the rate of queue analysis is limited to 2 stages a second/],
  ];
  for (const [row, why] of cases) assert.match(waitingFor({ ...pending, ...row }) ?? "", why);
  assert.equal(waitingFor({ ...pending, state: "STARTED" }), null);
});
