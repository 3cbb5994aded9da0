import { SingleBar } from "cli-progress";
import type { Job } from "../api/types.js";
import { progressLine, progressText } from "../render/progress.js";
import { cut } from "../render/text.js";
import type { Screen } from "../screen.js";

/** Shows a running job. */
export interface ProgressDisplay {
  show(job: Job): void;
  end(): void;
}

/** A bar for a person, a line per change for a pipe, nothing beside JSON. */
export function createProgressDisplay(screen: Screen): ProgressDisplay {
  if (screen.json) return { show: () => {}, end: () => {} };
  return screen.interactive && process.stderr.isTTY ? bar() : lines(screen);
}

function lines(screen: Screen): ProgressDisplay {
  let last = "";
  return {
    show: (job) => {
      const line = progressLine(job);
      if (line !== last) screen.line(line);
      last = line;
    },
    end: () => {},
  };
}

function bar(): ProgressDisplay {
  const single = new SingleBar({
    format: (_options, _params, job: Job) => barText(job, process.stderr.columns || 80),
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
  });
  let started = false;
  return {
    show: (job) => {
      if (!started) single.start(100, 0, job);
      started = true;
      single.update(job.progress?.percent ?? 0, job);
    },
    end: () => single.stop(),
  };
}

const BAR_WIDTH = 24;

/** `████████░░░░ 42% trim_primers 2/3 - Trimming primers`. */
export function barText(job: Job, columns: number): string {
  const percent = job.progress?.percent ?? 0;
  const full = Math.round((BAR_WIDTH * percent) / 100);
  const text = job.state === "PROGRESS" ? progressText(job) : `${job.state} ${progressText(job)}`;
  return cut(`${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)} ${String(percent).padStart(3)}% ${text}`, columns - 1);
}
