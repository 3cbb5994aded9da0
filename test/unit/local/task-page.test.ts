import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { DEFAULT_POLICY } from "../../../contracts/policy.js";
import { renderTask } from "../../../local/task-page.js";

test("a task's page shows each parameter with its type, limits, default and sentence", () => {
  const page = renderTask({
    ...DEFAULT_POLICY,
    task: "count_fish",
    summary: "Counts fish.",
    queue: "analysis",
    workflow: "countFish",
    schema: {
      files: [],
      params: z.strictObject({
        pond: z.enum(["north", "south"]).describe("Which pond | the only two."),
        nets: z.strictObject({ mesh_mm: z.int().min(1).max(90).default(5).describe("Width of a mesh.") }).prefault({}),
      }),
      result: z.object({ fish: z.array(z.object({ species: z.string().nullable() })) }),
    },
  });
  const rows = page.split("\n");
  assert.ok(rows.includes("| `pond` | `north`, `south` | required | Which pond \\| the only two. |"), page);
  assert.ok(rows.includes("| `nets.mesh_mm` | integer, from 1 to 90 | `5` | Width of a mesh. |"), page);
  assert.ok(rows.includes("| `fish[].species` | string or null |  |"), page);
});
