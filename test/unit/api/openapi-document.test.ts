import assert from "node:assert/strict";
import { test } from "node:test";
import { createOpenApiDocument } from "../../../api/openapi-document.js";

const document = await createOpenApiDocument();
const calls = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(
    item as Record<
      string,
      {
        operationId: string;
        summary: string;
        security?: unknown;
        responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
        parameters?: { name: string; in: string }[];
      }
    >,
  ).map(([method, call]) => ({ name: `${method} ${path}`, path, ...call })),
);

test("the document is made without a server, and every call has a name of its own", () => {
  assert.equal(document.openapi, "3.1.0");
  assert.equal(new Set(calls.map((call) => call.operationId)).size, calls.length);
  assert.deepEqual(calls.map((call) => call.name).sort(), CALLS);
});

test("every call says what it is for, what it answers, how it refuses, and whether it needs the token", () => {
  for (const call of calls) {
    assert.ok(call.summary, call.name);
    const good = Object.entries(call.responses).filter(([status]) => status.startsWith("2"));
    assert.ok(good.length > 0 && good.every(([, { content }]) => Object.values(content ?? {}).every(({ schema }) => schema)), call.name);
    assert.ok(call.responses["default"]?.content?.["application/problem+json"], call.name);
    assert.equal(call.security !== undefined, call.path !== "/api/v1/health", call.name);
    for (const [, part] of call.path.matchAll(/\{(\w+)\}/g))
      assert.ok(
        call.parameters?.some(({ name, in: where }) => name === part && where === "path"),
        call.name,
      );
  }
});

test("query parameters and bodies come from the schemas", () => {
  const list = calls.find((call) => call.operationId === "listJobs");
  assert.deepEqual(
    list?.parameters?.map(({ name }) => name),
    [
      "state",
      "task",
      "queue",
      "scheduled",
      "submitted_by",
      "tag",
      "parent",
      "submitted_after",
      "submitted_before",
      "text",
      "sort",
      "page_size",
      "page_token",
    ],
  );
  assert.match(JSON.stringify(document.paths["/api/v1/jobs"]?.post?.requestBody), /"priority"/);
});

const CALLS = [
  "delete /api/v1/references/{id}",
  "get /api/v1/audit",
  "get /api/v1/datasets/{id}",
  "get /api/v1/health",
  "get /api/v1/jobs",
  "get /api/v1/jobs/{id}",
  "get /api/v1/jobs/{id}/artifacts",
  "get /api/v1/jobs/{id}/artifacts/{name}",
  "get /api/v1/jobs/{id}/events",
  "get /api/v1/jobs/{id}/logs",
  "get /api/v1/jobs/{id}/progress",
  "get /api/v1/jobs/{id}/report",
  "get /api/v1/jobs/{id}/result",
  "get /api/v1/jobs/{id}/wait",
  "get /api/v1/queues",
  "get /api/v1/references",
  "get /api/v1/references/{id}",
  "get /api/v1/tasks",
  "get /api/v1/tasks/{name}",
  "post /api/v1/datasets",
  "post /api/v1/jobs",
  "post /api/v1/jobs/purge",
  "post /api/v1/jobs/{id}/cancel",
  "post /api/v1/jobs/{id}/pause",
  "post /api/v1/jobs/{id}/resume",
  "post /api/v1/jobs/{id}/retry",
  "post /api/v1/references",
  "post /api/v1/references/{id}/activate",
  "put /api/v1/queues/{name}/rate",
];
