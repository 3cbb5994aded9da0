import { DefaultLogger, type LogEntry, type Logger, type LogLevel } from "@temporalio/worker";
import { type Logger as Pino, pino } from "pino";

export interface WorkerLogger {
  pino: Pino;
  forTemporal: Logger;
}

/** One JSON line an event, Temporal's own among them, with the job's id where there is one. */
export function createLogger(level: string): WorkerLogger {
  const log = pino({ level });
  const temporalLevel = (level === "fatal" ? "ERROR" : level.toUpperCase()) as LogLevel;
  return { pino: log, forTemporal: new DefaultLogger(temporalLevel, (entry) => write(log, entry)) };
}

function write(log: Pino, entry: LogEntry): void {
  const { workflowId, ...rest } = entry.meta ?? {};
  const level = entry.level.toLowerCase() as "trace" | "debug" | "info" | "warn" | "error";
  log[level]({ ...(workflowId ? { job: workflowId } : {}), ...rest }, entry.message);
}
