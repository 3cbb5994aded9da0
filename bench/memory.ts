import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CeleryStack } from "./celery-stack.js";
import { allRun, startFourAnalyses } from "./four-analyses.js";
import { runningProcesses } from "./processes.js";
import type { BenchOptions, Row } from "./benchmark.js";

const PARTS: Record<string, RegExp> = {
  API: /api\/main\.js/,
  worker: /workers\/(main|worker-process)\.js/,
  "Temporal server": /start-dev/,
  PostgreSQL: /postgres/,
  dev: /local\/dev\.js|cli\/main\.js/,
  tools: /vsearch|cutadapt/,
};

const CELERY_PARTS: Record<string, RegExp> = { worker: /-m celery/, Redis: /redis-server/, Flask: /gunicorn/ };

/** Resident memory of the processes when idle, and the most of each part while they work. Pages that processes share count in each. */
export async function memory({ stack }: BenchOptions): Promise<Row[]> {
  const celery = await memoryOfCelery();
  const idle = sizes(stack.home, PARTS);
  const ids = await startFourAnalyses(stack);
  const busy = sizes(stack.home, PARTS);
  while (await allRun(stack, ids)) {
    for (const [part, bytes] of Object.entries(sizes(stack.home, PARTS))) busy[part] = Math.max(busy[part] ?? 0, bytes);
    await sleep(200);
  }
  for (const id of ids) assert.equal((await stack.untilFinal(id)).state, "SUCCESS");
  return [
    { name: "memory, idle", measured: show(idle), peer: show(celery.idle), target: "said", reached: null },
    {
      name: "memory, most while four analyses run",
      measured: show(busy),
      peer: `after 2000 no-ops ${show(celery.after)}`,
      target: "said",
      reached: null,
    },
  ];
}

function memoryOfCelery(): Promise<Record<"idle" | "after", Record<string, number>>> {
  return CeleryStack.during({}, async (celery) => {
    const idle = sizes(celery.folder, CELERY_PARTS);
    await celery.ask("noops", { count: 2000 });
    return { idle, after: sizes(celery.folder, CELERY_PARTS) };
  });
}

function show(bytesOf: Record<string, number>): string {
  const parts = Object.entries(bytesOf).filter(([, bytes]) => bytes > 0);
  return parts.map(([part, bytes]) => `${part} ${Math.round(bytes / 1024 ** 2)} MB`).join(", ");
}

/** @param folder named by the processes, in their arguments or their environment */
function sizes(folder: string, parts: Record<string, RegExp>): Record<string, number> {
  const bytesOf: Record<string, number> = {};
  for (const { command, environment, residentBytes } of runningProcesses()) {
    if (!environment.includes(folder) && !command.includes(folder)) continue;
    const part = Object.keys(parts).find((name) => parts[name]?.test(command));
    if (part) bytesOf[part] = (bytesOf[part] ?? 0) + residentBytes;
  }
  return bytesOf;
}
