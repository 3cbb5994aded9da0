import type { InstalledReference } from "../../analysis.js";
import { z } from "zod";
import { BLAST_PROGRAMS, type BlastProgram } from "../../blast.js";
import type { TaskSchema } from "../../registry.js";

const path = z.string().min(1).max(1024);

const percent = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => value === 0 || value > 1, "is in per cent: 97, not 0.97");

/** blastn's own options that may be set; none of them names a file, a host or a number of threads. */
const options = z.strictObject({
  word_size: z.int().min(4).max(1000).optional().describe("Length of the exact match that a hit begins with (the program's)."),
  strand: z.enum(["both", "plus", "minus"]).optional().describe("Strand of the query (both)."),
  dust: z.enum(["yes", "no"]).optional().describe("Whether repetitive stretches begin no hit (the program's)."),
  max_hsps: z.int().min(1).max(1000).optional().describe("Most alignments of a query with one subject (all)."),
  reward: z.int().min(1).max(100).optional().describe("Score of a match (the program's); less than three times the mismatch's."),
  penalty: z.int().min(-100).max(-1).optional().describe("Score of a mismatch (the program's)."),
  gapopen: z.int().min(0).max(100).optional().describe("Cost to open a gap (the program's)."),
  gapextend: z.int().min(0).max(100).optional().describe("Cost to extend a gap (the program's)."),
});

const params = z
  .strictObject({
    query_path: path.describe(
      "The sequences to search for: a FASTA file, plain or gzip, under the data root, or the id of an uploaded one.",
    ),
    reference: path.describe(
      "Where to search: an installed reference (`name@version`, or `name` for its active version), a FASTA file under the data root, or the id of an uploaded one.",
    ),
    program: z
      .enum(BLAST_PROGRAMS)
      .default("megablast")
      .describe("megablast is for near relatives, blastn for far ones, blastn-short for queries under 50 bases."),
    evalue: z.number().positive().max(1e6).default(1e-10).describe("Most hits of this score or better that chance alone would give."),
    max_targets: z.int().min(1).max(5000).default(10).describe("Most subjects of a query."),
    min_identity: percent.optional().describe("Least identity of a hit, in per cent (blastn's perc_identity)."),
    min_coverage: percent.optional().describe("Least share of the query in one alignment, in per cent (blastn's qcov_hsp_perc)."),
    options: options.prefault({}).describe("Further options of blastn."),
  })
  .superRefine((value, context) =>
    checkOptions(value.program, value.options, (name, message) => context.addIssue({ code: "custom", path: ["options", name], message })),
  )
  .meta({ examples: [{ query_path: "unknown.fasta", reference: "silva@138.2" }] });

const count = z.int().min(0);

const result = z.object({
  queries: count,
  queries_with_hits: count,
  hits: count.describe("Rows of hits.tsv: alignments."),
  program: z.string(),
  reference: z.object({ name: z.string(), sha256: z.string(), sequences: count, ranks: z.array(z.string()) }),
  versions: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
  artifacts: z.array(z.object({ name: z.string(), sha256: z.string(), size_bytes: count, media_type: z.string() })),
});

export interface RunBlastSearchParams extends z.output<typeof params> {
  /** What `reference` was at submit, where it names an installed one. */
  installed?: InstalledReference;
}

export type BlastOptions = z.output<typeof options>;

/** Scores of a match and a mismatch, where nothing is said. Source: NCBI's manual of BLAST+. */
const SCORES: Record<BlastProgram, [reward: number, penalty: number]> = {
  megablast: [1, -2],
  blastn: [2, -3],
  "dc-megablast": [2, -3],
  "blastn-short": [1, -3],
};

/** What blastn refuses only when it runs, or answers with nothing: chance alone must not score. */
function checkOptions(program: BlastProgram, given: BlastOptions, refuse: (name: keyof BlastOptions, message: string) => void): void {
  const [reward, penalty] = SCORES[program];
  const scores = { reward: given.reward ?? reward, penalty: given.penalty ?? penalty };
  if (scores.reward >= -3 * scores.penalty)
    refuse(
      given.reward === undefined ? "penalty" : "reward",
      `a match of ${scores.reward} beside a mismatch of ${scores.penalty} would score what is alike by chance`,
    );
  if (program === "dc-megablast" && ![undefined, 11, 12].includes(given.word_size)) refuse("word_size", "is 11 or 12 for dc-megablast");
}
export type BlastSearchResult = z.output<typeof result>;

export const schema: TaskSchema = { params, result, files: ["query_path", "reference"], reference: "reference" };
