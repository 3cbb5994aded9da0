import { z } from "zod";
import { when } from "./api.js";

export const referenceEntry = z.object({
  id: z.string().describe("`name@version`."),
  name: z.string(),
  version: z.string(),
  active: z.boolean().describe("The version that the name alone stands for."),
  sequences: z.int(),
  ranks: z.array(z.string()).describe("Highest first."),
  header_format: z.string().describe("How the headers are written; `table`: names came from a taxonomy table."),
  unnamed: z.int().describe("Sequences without names."),
  conflicts: z.int().describe("Names that stand below two others at one rank."),
  ambiguous: z
    .int()
    .nullable()
    .describe("Sequences that stand there again under other names; null: an older release installed it and did not count them."),
  min_length: z.int(),
  max_length: z.int(),
  sha256: z.string().describe("Of the FASTA file as it was given."),
  licence: z.string().nullable(),
  citation: z.string().nullable(),
  installed_by: z.string(),
  installed_at: when,
  job: z.string().describe("The job that installed it."),
});

export const referenceList = z.object({ references: z.array(referenceEntry) });
