import { z } from "zod";
import { isDatasetId } from "../../dataset-id.js";
import type { TaskSchema } from "../../registry.js";

const path = z.string().min(1).max(1024);

export const params = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "lower-case letters, digits, dots, hyphens and underscores; at most 64")
      .refine((name) => !isDatasetId(name), "is the form of a data set's id")
      .describe("What jobs call it."),
    version: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "letters, digits, dots, hyphens and underscores; at most 64")
      .refine((version) => version.toLowerCase() !== "latest", "name the version itself, such as 138.2")
      .describe("Several versions of a name stand side by side."),
    fasta_path: path.describe("The sequences: a FASTA file, plain or gzip, under the data root, or the id of an uploaded one."),
    taxonomy_path: path
      .optional()
      .describe("Names, where the headers do not hold them: a table of id and lineage (QIIME, mothur), or SILVA's tax_slv."),
    header_format: z
      .enum(["auto", "sintax", "unite", "pr2", "silva", "rdp", "midori", "prefixed", "dada2"])
      .default("auto")
      .describe("How the headers are written; `auto` tells it from the first thousand."),
    ranks: z
      .array(z.string().regex(/^[a-z]{1,40}$/, "lower-case letters"))
      .min(1)
      .max(32)
      .optional()
      .describe("Ranks of lineages that do not say theirs, highest first; otherwise they follow from the depth."),
    activate: z
      .boolean()
      .default(false)
      .describe("Make it the version that the name alone stands for; the first of a name is in any case."),
    licence: z.string().max(500).optional().describe("Under which its publisher gives it."),
    citation: z.string().max(2000).optional().describe("How to cite it."),
  })
  .meta({ examples: [{ name: "silva-v4", version: "138.2", fasta_path: "references/silva-v4.sintax.fasta.gz" }] });

const count = z.int().min(0);

const result = z.object({
  reference: z.string().describe("`name@version`, for jobs to come."),
  active: z.boolean(),
  sequences: count,
  ranks: z.array(z.string()).describe("Highest first."),
  header_format: z.string(),
  unnamed: count.describe("Sequences without names."),
  conflicts: count.describe("Names that stand below two others at one rank."),
  ambiguous: count.describe("Sequences that stand there again under other names."),
  sha256: z.string().describe("Of the FASTA file as it was given."),
  warnings: z.array(z.string()),
  versions: z.record(z.string(), z.string()),
});

export type InstallReferenceParams = z.output<typeof params>;
export type InstallReferenceResult = z.output<typeof result>;

export const schema: TaskSchema = { params, result, files: ["fasta_path", "taxonomy_path"] };
