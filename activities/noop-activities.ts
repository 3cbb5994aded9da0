import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { JobFailure } from "../contracts/failures.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { NoopParams, NoopResult } from "../contracts/tasks/noop/schema.js";
import type { JobArtifact } from "../contracts/artifact.js";
import type { Dd } from "../tools/dd.js";
import type { StageContext } from "./stage-context.js";
import type { StageRunner } from "./stage-runner.js";

export interface Waited {
  result: NoopResult;
  artifacts?: JobArtifact[];
}

export function createNoopActivities(deps: { stages: StageRunner; dd: Dd }) {
  return {
    /** Works for a while with a checkpoint each second, or fails as told. */
    async wait(input: { run: StageRun } & NoopParams): Promise<StageOutput<Waited>> {
      return deps.stages.run(input.run, { ingredients: null, withoutFolder: !input.memory_bytes }, async (context) => {
        const totalMs = Math.round(input.seconds * 1000);
        for (let doneMs = context.checkpoint<number>() ?? 0; doneMs < totalMs; ) {
          const stepMs = Math.min(1000, totalMs - doneMs);
          await sleep(stepMs, undefined, { signal: context.signal });
          doneMs += stepMs;
          context.saveCheckpoint(doneMs);
          context.progress(doneMs / totalMs, `waited ${doneMs / 1000} of ${input.seconds} s`);
        }
        if (input.memory_bytes) context.ran(await deps.dd.takeMemory(input.memory_bytes, context));
        if (input.run.tryNumber <= input.fail_times) {
          throw new JobFailure("ToolFailed", `failed as told (${input.run.tryNumber} of ${input.fail_times})`);
        }
        const payload = input.payload_bytes > 0 ? await leave(context, input.payload_bytes) : null;
        const { seconds, text, texts } = input;
        return {
          result: {
            seconds,
            attempts: input.run.tryNumber,
            payload_bytes: payload?.size_bytes ?? 0,
            ...(text === undefined ? {} : { text }),
            ...(texts === undefined ? {} : { texts }),
          },
          ...(payload ? { artifacts: [payload] } : {}),
        };
      });
    },
  };
}

async function leave(context: StageContext, bytes: number): Promise<JobArtifact> {
  const { sha256, sizeBytes } = await context.store((path) => writeFile(path, Buffer.alloc(bytes, "noop\n")));
  return { name: "payload.txt", sha256, size_bytes: sizeBytes, media_type: "text/plain" };
}
