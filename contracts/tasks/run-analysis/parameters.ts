import { z } from "zod";
import { MARKERS, type MarkerName } from "../../markers.js";
import { CLUSTERERS, DENOISERS } from "./method.js";

const primer = z
  .string()
  .regex(/^[ACGTURYSWKMBDHVNI]{8,80}$/, "8 to 80 upper-case IUPAC letters")
  .optional();

/** How an analysis is done, as it is submitted. */
export const parameters = z.strictObject({
  marker: z
    .enum([...(Object.keys(MARKERS) as MarkerName[]), "custom"])
    .optional()
    .describe("The marker gene: sets primers and length. `custom`: give them yourself. Needed for raw reads."),
  forward_primer: primer.describe("Forward primer, 5' to 3', IUPAC letters; only with `custom`."),
  reverse_primer: primer.describe("Reverse primer, 5' to 3', IUPAC letters; only with `custom`."),
  quality_offset: z
    .union([z.literal(33), z.literal(64)])
    .default(33)
    .describe("How qualities are written: 33 (all current machines) or 64 (Illumina before 2011)."),
  forward_only: z.boolean().default(false).describe("Use the forward reads alone, for markers longer than the reads."),
  min_overlap: z
    .int()
    .min(5)
    .max(500)
    .optional()
    .describe("Fewest bases in which the two reads of a pair overlap (20; 10 where `min_length`, given or the marker's, is under 50)."),
  max_differences: z.int().min(0).max(200).default(10).describe("Most mismatches in the overlap of a pair; `dada2` allows none."),
  max_expected_errors: z
    .number()
    .positive()
    .max(100)
    .optional()
    .describe("Most expected errors of a merged read (1); with `dada2` of each read of a pair (2)."),
  min_length: z.int().min(1).max(50_000).optional().describe("Shortest merged read that is kept, in bases (the marker's)."),
  max_length: z.int().min(1).max(50_000).optional().describe("Longest merged read that is kept, in bases (the marker's)."),
  denoiser: z
    .enum(DENOISERS)
    .optional()
    .describe("How sequencing errors are told from true sequences (`unoise3`). `none`: every unique sequence is a feature."),
  clusterer: z
    .enum(CLUSTERERS)
    .optional()
    .describe(
      "Only for `clustering`: OTUs of sequences within `identity` (`vsearch`), or of chains that differ in one base each (`swarm`).",
    ),
  min_size: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe(
      "Fewest reads, over all samples, of a sequence that can become a feature (4; 2 for `clustering`); of a whole swarm for `swarm`.",
    ),
  remove_chimeras: z.boolean().default(true).describe("Remove sequences joined from two others during PCR."),
  identity: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.97)
    .describe("Least identity at which a read is counted for a feature, and belongs to an OTU of `vsearch`."),
  classifier: z.enum(["sintax"]).default("sintax").describe("How features are named."),
  min_confidence: z.number().min(0).max(1).default(0.8).describe("Least bootstrap support of a name, 0 to 1."),
  max_false_novelty: z
    .number()
    .min(0.001)
    .max(0.5)
    .optional()
    .describe("Only for `novelty`: how many of the known are to be taken for novel at most, as a share, by the calibration (0.2)."),
  calibration_size: z
    .int()
    .min(200)
    .max(50_000)
    .optional()
    .describe("Only for `novelty`: sequences of the reference that are left out to calibrate the scores (4,500); time grows with it."),
  seed: z
    .int()
    .min(1)
    .max(2_147_483_647)
    .default(1)
    .describe("Seed of random draws: the classifier's, and of what a calibration leaves out."),
});

export type GivenParameters = z.output<typeof parameters>;
