import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { allRun, startFourAnalyses } from "./four-analyses.js";
import type { BenchOptions, Row } from "./benchmark.js";

const PARTS: Record<string, RegExp> = {
  API: /api\/main\.js/,
  worker: /workers\/(main|worker-process)\.js/,
  "Temporal server": /start-dev/,
  PostgreSQL: /postgres/,
  dev: /local\/dev\.js|cli\/main\.js/,
  tools: /vsearch|cutadapt/,
};

/** Resident memory of the stack's processes before four analyses, and the most of each part while they run. Pages that processes share count in each. */
export async function memory({ stack }: BenchOptions): Promise<Row[]> {
  const idle = sizes(stack.home);
  const ids = await startFourAnalyses(stack);
  const busy = sizes(stack.home);
  while (await allRun(stack, ids)) {
    for (const [part, bytes] of Object.entries(sizes(stack.home))) busy[part] = Math.max(busy[part] ?? 0, bytes);
    await sleep(200);
  }
  for (const id of ids) assert.equal((await stack.untilFinal(id)).state, "SUCCESS");
  return [
    { name: "memory, idle", measured: show(idle), target: "said", reached: null },
    { name: "memory, most while four analyses run", measured: show(busy), target: "said", reached: null },
  ];
}

function show(bytesOf: Record<string, number>): string {
  const parts = Object.entries(bytesOf).filter(([, bytes]) => bytes > 0);
  return parts.map(([part, bytes]) => `${part} ${Math.round(bytes / 1024 ** 2)} MB`).join(", ");
}

function sizes(home: string): Record<string, number> {
  const own = processes().filter(({ environment, command }) => environment.includes(home) || command.includes(home));
  const bytesOf: Record<string, number> = {};
  for (const { command, residentBytes } of own) {
    const part = Object.keys(PARTS).find((name) => PARTS[name]?.test(command));
    if (part) bytesOf[part] = (bytesOf[part] ?? 0) + residentBytes;
  }
  return bytesOf;
}

interface Process {
  command: string;
  environment: string;
  residentBytes: number;
}

function processes(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, "utf8");
        const resident = /VmRSS:\s+(\d+) kB/.exec(read("status"))?.[1] ?? "0";
        return { command: read("cmdline").replaceAll("\0", " "), environment: read("environ"), residentBytes: Number(resident) * 1024 };
      } catch {
        return [];
      }
    });
}
