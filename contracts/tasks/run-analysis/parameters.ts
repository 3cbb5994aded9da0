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
  tag_file: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe(
      "Where the reads of several samples share a pair of files: a table (CSV or TSV) under the data root, or the id of an uploaded one, with the columns `sample`, `forward_tag`, `reverse_tag`, and `library` where there are several pairs of files; or an ngsfilter file.",
    ),
  quality_trim: z
    .int()
    .min(1)
    .max(40)
    .optional()
    .describe("Cut the ends of reads off where qualities are below this, before pairs are merged (off)."),
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
  classifier: z
    .enum(["sintax", "blast_lca"])
    .default("sintax")
    .describe("How features are named: SINTAX, or the lowest common ancestor of the best BLAST hits."),
  min_confidence: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .describe("Least support of a name, 0 to 1: bootstrap support of SINTAX, or the share of the best BLAST hits that bear it."),
  species_identity: z
    .number()
    .min(0.5)
    .max(1)
    .optional()
    .describe(
      "Only for `blast_lca`: least identity of the best hit at which a species is named (the marker's: 12S, 18S 0.99, ITS 0.985, COI 0.97, trnL 1, 16S never; 0.99 without marker).",
    ),
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
  remove_flagged: z
    .boolean()
    .default(false)
    .describe(
      "Remove features that are not what the marker is for, such as nuclear copies, organelles, humans; else they are only flagged.",
    ),
  decontaminate: z
    .boolean()
    .default(false)
    .describe("Remove features that occur mostly in blanks; needs three blanks with reads (`control` in the sample sheet)."),
  group_by: z.string().min(1).max(200).optional().describe("Column of the sample sheet whose groups are compared (PERMANOVA, PERMDISP)."),
  rarefaction_depth: z
    .int()
    .min(1)
    .max(100_000_000)
    .optional()
    .describe(
      "Reads drawn from each sample before samples are compared; those with fewer are left out. Without it proportions are compared.",
    ),
  tree: z.boolean().default(false).describe("Build a tree of the features and compare samples by UniFrac; not for ITS and trnL."),
  seed: z.int().min(1).max(2_147_483_647).default(1).describe("Seed of random draws."),
});

export type GivenParameters = z.output<typeof parameters>;
