import { z } from "zod";
import { novelty } from "./novelty.js";

const count = z.int().min(0);

/** What an analysis answers; the tables themselves are artifacts. */
export const result = z.object({
  analysis_type: z.string(),
  samples: z.array(z.string()),
  reads: z
    .record(z.string(), z.record(z.string(), count))
    .describe("Stage -> sample -> reads (pairs before merging) left after it; without samples that do not go through the stage."),
  features: count.describe("Rows of the table."),
  feature_type: z
    .enum(["ASV", "OTU", "unique sequence"])
    .describe("What a row is: an amplicon sequence variant, an operational taxonomic unit, or a sequence as it was read."),
  taxa: z
    .array(
      z.object({
        lineage: z
          .record(z.string(), z.string())
          .describe("Rank -> name, down to the last rank that is certain enough; without ranks whose name is no scientific one."),
        rank: z.string().nullable().describe("The last rank of the lineage; null: none."),
        reads: count,
        samples: z.record(z.string(), count).describe("Sample -> reads."),
        confidence: z.number().nullable().describe("Support at that rank, 0 to 1; the lowest of the features behind the row."),
        features: count,
      }),
    )
    .describe("The 50 most abundant taxa; none without a reference."),
  novelty: novelty.optional().describe("Only of `novelty`."),
  reference: z
    .object({ name: z.string(), sha256: z.string(), sequences: count, ranks: z.array(z.string()) })
    .nullable()
    .describe("null: none was given, and features have no names."),
  versions: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
  artifacts: z.array(z.object({ name: z.string(), sha256: z.string(), size_bytes: count, media_type: z.string() })),
  stages: z.array(
    z.object({
      name: z.string(),
      state: z.enum(["ran", "reused"]),
      seconds: z.number(),
      why: z.string().optional().describe("Why it ran and was not found from an earlier job."),
    }),
  ),
});

export type AnalysisResult = z.output<typeof result>;
