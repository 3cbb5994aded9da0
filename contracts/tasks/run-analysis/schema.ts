import { z } from "zod";
import { DATASET_ID } from "../../dataset-id.js";
import { MARKERS, type Marker, type MarkerName } from "../../markers.js";
import type { TaskSchema } from "../../registry.js";
import { result } from "./result.js";

const primer = z
  .string()
  .regex(/^[ACGTURYSWKMBDHVNI]{8,80}$/, "8 to 80 upper-case IUPAC letters")
  .optional();

const parameters = z.strictObject({
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
  max_differences: z.int().min(0).max(200).default(10).describe("Most mismatches in the overlap of a pair."),
  max_expected_errors: z.number().positive().max(100).default(1).describe("Most expected errors of a merged read."),
  min_length: z.int().min(1).max(50_000).optional().describe("Shortest merged read that is kept, in bases (the marker's)."),
  max_length: z.int().min(1).max(50_000).optional().describe("Longest merged read that is kept, in bases (the marker's)."),
  denoiser: z.enum(["unoise3"]).default("unoise3").describe("How sequencing errors are told from true sequences."),
  min_size: z.int().min(1).max(1_000_000).default(4).describe("Fewest reads, over all samples, of a sequence that can become a feature."),
  remove_chimeras: z.boolean().default(true).describe("Remove sequences joined from two others during PCR."),
  identity: z.number().min(0.5).max(1).default(0.97).describe("Least identity at which a read is counted for a feature."),
  classifier: z.enum(["sintax"]).default("sintax").describe("How features are named."),
  min_confidence: z.number().min(0).max(1).default(0.8).describe("Least bootstrap support of a name, 0 to 1."),
  seed: z.int().min(1).max(2_147_483_647).default(1).describe("Seed of the classifier's random draws."),
});

const path = z.string().min(1).max(1024);

const params = z
  .strictObject({
    dataset_path: path
      .optional()
      .describe("Reads under the data root: a FASTA or FASTQ file, a folder of paired files, or a sample sheet (CSV)."),
    dataset_id: z
      .string()
      .regex(DATASET_ID, "an id such as POST /datasets answers")
      .optional()
      .describe("Reads that were uploaded, instead of `dataset_path`."),
    analysis_type: z.enum(["taxonomic"]).default("taxonomic").describe("What to find out: `taxonomic` names what lives there."),
    reference: path.describe(
      "The sequences with known names: a FASTA file with SINTAX headers under the data root, or the id of an uploaded one.",
    ),
    parameters: parameters.prefault({}).describe("How the analysis is done."),
  })
  .superRefine((value, context) => {
    if ((value.dataset_path === undefined) === (value.dataset_id === undefined)) {
      context.addIssue({ code: "custom", path: ["dataset_path"], message: "give either dataset_path or dataset_id" });
    }
    const refuse = (name: string, message: string) => context.addIssue({ code: "custom", path: ["parameters", name], message });
    checkPrimers(value.parameters, refuse);
    checkLengths(value.parameters, refuse);
  })
  .meta({ examples: [{ dataset_path: "reads/", reference: "silva.fasta.gz", parameters: { marker: "16S-V4" } }] });

type Submitted = z.output<typeof params>;

/** The parameters as the job carries them: the marker's values filled in. `null` lengths: no limit. */
export interface AnalysisParameters
  extends Omit<z.output<typeof parameters>, "marker" | "forward_primer" | "reverse_primer" | "min_overlap" | "min_length" | "max_length"> {
  marker: MarkerName | "custom" | null;
  forward_primer: string | null;
  reverse_primer: string | null;
  min_overlap: number;
  min_length: number | null;
  max_length: number | null;
}

export interface RunAnalysisParams extends Omit<Submitted, "parameters"> {
  parameters: AnalysisParameters;
}

export const schema: TaskSchema = {
  params,
  result,
  files: ["dataset_path", "reference"],
  resolve: (submitted) => resolve(submitted as Submitted),
};

function resolve(submitted: Submitted): RunAnalysisParams {
  const given = submitted.parameters;
  const marker = markerOf(given);
  const { minLength, maxLength } = lengthsOf(given);
  return {
    ...submitted,
    parameters: {
      ...given,
      marker: given.marker ?? null,
      forward_primer: marker.forwardPrimer,
      reverse_primer: marker.reversePrimer,
      min_length: minLength,
      max_length: maxLength,
      min_overlap: given.min_overlap ?? (isShort(minLength) || isShort(maxLength) ? 10 : 20),
    },
  };
}

function markerOf(given: z.output<typeof parameters>): { [Field in Exclude<keyof Marker, "citation">]: Marker[Field] | null } {
  if (given.marker !== undefined && given.marker !== "custom") return MARKERS[given.marker];
  return { forwardPrimer: given.forward_primer ?? null, reversePrimer: given.reverse_primer ?? null, minLength: null, maxLength: null };
}

function lengthsOf(given: z.output<typeof parameters>): { minLength: number | null; maxLength: number | null } {
  const { minLength, maxLength } = markerOf(given);
  return { minLength: given.min_length ?? minLength, maxLength: given.max_length ?? maxLength };
}

/** The reads of a shorter insert overlap over all of it, which may be less than the usual 20 bases. */
function isShort(length: number | null): boolean {
  return length !== null && length < 50;
}

function checkLengths(given: z.output<typeof parameters>, refuse: (name: string, message: string) => void): void {
  const { minLength, maxLength } = lengthsOf(given);
  if (minLength === null || maxLength === null || minLength <= maxLength) return;
  const limit = (value: number, isGiven: boolean) => (isGiven ? String(value) : `${value}, of marker ${given.marker}`);
  if (given.min_length === undefined) refuse("max_length", `is below min_length (${limit(minLength, false)})`);
  else refuse("min_length", `is above max_length (${limit(maxLength, given.max_length !== undefined)})`);
}

function checkPrimers(given: z.output<typeof parameters>, refuse: (name: string, message: string) => void): void {
  for (const name of ["forward_primer", "reverse_primer"] as const) {
    if (given[name] !== undefined && given.marker !== "custom") refuse(name, "is only for marker `custom`");
  }
  if ((given.forward_primer === undefined) !== (given.reverse_primer === undefined)) {
    refuse("forward_primer", "give both primers, or neither where the reads have none");
  }
}
