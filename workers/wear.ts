import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from "@temporalio/worker";
import type { PartOutput, TogetherActivity } from "../activities/together-activity.js";
import type { WornOut } from "./messages.js";

type ActivityExecute = NonNullable<ActivityInboundCallsInterceptor["execute"]>;

export interface WearLimits {
  maxStages: number;
  maxRssBytes: number;
}

const TOGETHER: keyof TogetherActivity = "together";

/** Between two looks at the memory. */
const LOOK_MS = 200;

/** What a worker process has done so far; says once that it should be replaced. */
export class Wear {
  stagesDone = 0;
  stagesFailed = 0;
  readonly #limits: WearLimits;
  readonly #onWorn: (worn: WornOut) => void;
  #isWorn = false;
  #lookedMs = 0;

  constructor(limits: WearLimits, onWorn: (worn: WornOut) => void) {
    this.#limits = limits;
    this.#onWorn = onWorn;
  }

  get rssBytes(): number {
    return process.memoryUsage.rss();
  }

  /** Counts each attempt that ended by itself, also of those that share an activity. */
  readonly interceptor: ActivityInterceptorsFactory = ({ info, cancellationSignal }) => {
    if (info.isLocal) return {};
    const count = (done: number, failed: number) => {
      if (!cancellationSignal.aborted) {
        this.stagesDone += done;
        this.stagesFailed += failed;
      }
      this.#look();
    };
    const execute: ActivityExecute = async (input, next) => {
      try {
        const output = await next(input);
        const parts = info.activityType === TOGETHER ? (output as PartOutput[]) : [{ failure: undefined }];
        const failed = parts.filter(({ failure }) => failure).length;
        count(parts.length - failed, failed);
        return output;
      } catch (error) {
        count(0, 1);
        throw error;
      }
    };
    return { inbound: { execute } };
  };

  /** Between stages: a process that is over its limit from the start would be replaced for ever. Memory is no cheap question. */
  #look(): void {
    const stages = this.stagesDone + this.stagesFailed;
    const { maxStages, maxRssBytes } = this.#limits;
    const isTime = performance.now() - this.#lookedMs > LOOK_MS;
    if (this.#isWorn || (stages < maxStages && !isTime)) return;
    this.#lookedMs = performance.now();
    const rssBytes = this.rssBytes;
    if (stages < maxStages && rssBytes <= maxRssBytes) return;
    this.#isWorn = true;
    this.#onWorn({ reason: stages < maxStages ? "max-memory" : "max-stages", stages, rssBytes });
  }
}
