import { readdirSync, readFileSync } from "node:fs";
import type { BenchOptions, Row } from "./main.js";

/** Resident memory of the stack's processes when nothing runs. */
export async function memory({ stack }: BenchOptions): Promise<Row[]> {
  const parts: Record<string, RegExp> = {
    API: /api\/main\.js/,
    worker: /workers\/main\.js/,
    "Temporal server": /start-dev/,
    PostgreSQL: /postgres/,
    dev: /local\/dev\.js|cli\/main\.js/,
  };
  const own = processes().filter(({ environment, command }) => environment.includes(stack.home) || command.includes(stack.home));
  const sizes = Object.entries(parts).map(([name, pattern]) => {
    const bytes = own.filter(({ command }) => pattern.test(command)).reduce((sum, { residentBytes }) => sum + residentBytes, 0);
    return `${name} ${Math.round(bytes / 1024 ** 2)} MB`;
  });
  return [{ name: "memory, idle", measured: sizes.join(", "), target: "said", reached: null }];
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
