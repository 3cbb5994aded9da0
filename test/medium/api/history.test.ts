import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { endJob } from "../../../store/endings.js";
import { markStarted } from "../../../store/starts.js";
import { until } from "../../until.js";
import { type RunningApi, runApi, TOKEN } from "./running-api.js";

let api: RunningApi;

before(async () => {
  api = await runApi();
});

after(() => api.stop());

const submitted = async (): Promise<string> => (await api.submit({ task: "noop" })).json.id;

async function open(
  path: string,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<ReadableStream<{ id?: string; event?: string; data: string }>> {
  const response = await fetch(api.url + path, {
    headers: { authorization: `Bearer ${TOKEN}`, accept: "text/event-stream", ...headers },
    ...(signal ? { signal } : {}),
  });
  assert.equal(response.status, 200);
  assert.match(String(response.headers.get("content-type")), /^text\/event-stream/);
  return response.body!.pipeThrough(new TextDecoderStream() as never).pipeThrough(new EventSourceParserStream()) as never;
}

async function read(stream: ReadableStream<{ id?: string; event?: string; data: string }>) {
  const events: { id: number; event: string | undefined; data: { seq: number; state: string; text: string } }[] = [];
  for await (const { id, event, data } of stream as unknown as AsyncIterable<{ id: string; event?: string; data: string }>) {
    events.push({ id: Number(id), event, data: JSON.parse(data) });
  }
  return events;
}

test("events are streamed as they come, and the stream ends after the final state", async () => {
  const id = await submitted();
  const events = read(await open(`/api/v1/jobs/${id}/events`));
  await markStarted(api.parts.db.query, [id]);
  await endJob(api.parts.db, id, { state: "SUCCESS", result: 1 });
  const seen = await events;
  assert.deepEqual(
    seen.map(({ data }) => data.state),
    ["PENDING", "STARTED", "SUCCESS"],
  );
  assert.deepEqual(
    seen.map((one) => one.id),
    seen.map((one) => one.data.seq),
  );
  assert.deepEqual([...new Set(seen.map((one) => one.event))], ["state"]);
});

test("a stream goes on after the last event that was seen", async () => {
  const id = await submitted();
  await endJob(api.parts.db, id, { state: "REVOKED" });
  const all = await read(await open(`/api/v1/jobs/${id}/events`));
  assert.equal(all.length, 2);
  const first = String(all[0]!.id);
  assert.deepEqual(
    (await read(await open(`/api/v1/jobs/${id}/events`, { "last-event-id": first }))).map((one) => one.data.state),
    ["REVOKED"],
  );
  assert.deepEqual(
    (await read(await open(`/api/v1/jobs/${id}/events?after=${first}`))).map((one) => one.data.state),
    ["REVOKED"],
  );
  const json = (await api.send(`/api/v1/jobs/${id}/events?after=${first}`)).json;
  assert.deepEqual(
    json.events.map((event: { state: string }) => event.state),
    ["REVOKED"],
  );
  for (const query of ["after=-1", "after=x", "limit=0", "limit=1001", "since=1"])
    assert.equal((await api.send(`/api/v1/jobs/${id}/events?${query}`)).status, 400, query);
});

test("row 37: what a tool wrote arrives as it is, as data and never as a line of the stream", async () => {
  const id = await submitted();
  const text = "\u001b[31mred\u001b[0m <script>alert(1)</script>\n\nid: 99\ndata: x\r\nevent: state\n";
  await api.parts.db.query("insert into job_logs (job_id, at, stage, subject, text) values ($1, now(), 'merge_pairs', 'creek', $2)", [
    id,
    text,
  ]);
  await endJob(api.parts.db, id, { state: "SUCCESS" });
  const seen = await read(await open(`/api/v1/jobs/${id}/logs`));
  assert.deepEqual(
    seen.map((one) => [one.event, one.data.text]),
    [["log", text]],
  );
  assert.equal((await api.send(`/api/v1/jobs/${id}/logs`)).json.logs[0].text, text);
});

test("pages of any number of entries are streamed whole", async () => {
  const id = await submitted();
  await api.parts.db.query(
    "insert into job_logs (job_id, at, stage, subject, text) select $1, now(), 's', '', n::text from generate_series(1, 1203) n",
    [id],
  );
  await endJob(api.parts.db, id, { state: "SUCCESS" });
  assert.equal((await read(await open(`/api/v1/jobs/${id}/logs`))).length, 1203);
});

test("at most 200 requests wait at once; those of clients that left do not count", async () => {
  const id = await submitted();
  const leave = new AbortController();
  const streams = await Promise.all(Array.from({ length: 200 }, () => open(`/api/v1/jobs/${id}/events`, {}, leave.signal)));
  assert.equal(streams.length, 200);
  const refused = await api.send(`/api/v1/jobs/${id}/wait?timeout=1`);
  assert.deepEqual([refused.status, refused.headers["retry-after"]], [429, "5"]);
  assert.equal((await api.send(`/api/v1/jobs/${id}`)).status, 200);
  leave.abort();
  await until("their places to be free", async () => (await api.send(`/api/v1/jobs/${id}/wait?timeout=0`)).status === 202);
});
