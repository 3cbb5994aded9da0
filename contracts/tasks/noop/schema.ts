import { z } from "zod";
import type { TaskSchema } from "../../registry.js";

const params = z
  .strictObject({
    seconds: z.number().min(0).max(86_400).default(0).describe("How long it works, in seconds; it keeps a checkpoint each second."),
    fail_times: z.int().min(0).max(1000).default(0).describe("How many tries fail before one succeeds."),
    payload_bytes: z.int().min(0).max(50_000_000).default(0).describe("Size of the file that it leaves as an artifact, in bytes."),
    memory_bytes: z
      .int()
      .min(0)
      .max(1e15)
      .default(0)
      .describe("Memory that its tool takes, in bytes; it may take 64 MiB at first, and each try gets twice as much."),
    text: z.string().max(5_000_000).optional().describe("Is given back in the result."),
    texts: z.array(z.string().max(2000)).max(10_000).optional().describe("Are given back in the result."),
  })
  .meta({ examples: [{ seconds: 5 }] });

const result = z.object({
  seconds: z.number(),
  attempts: z.int().describe("Tries that it took."),
  payload_bytes: z.int(),
  text: z.string().optional(),
  texts: z.array(z.string()).optional(),
});

export type NoopParams = z.output<typeof params>;
export type NoopResult = z.output<typeof result>;

export const schema: TaskSchema = { params, result, files: [], gathers: [{ texts: "id" }] };
