import type { JobInput } from "../contracts/job.js";
import type { InstallReferenceParams, InstallReferenceResult } from "../contracts/tasks/install-reference/schema.js";
import { runJob } from "./job.js";

/** From a FASTA file to a reference that jobs can name; nobody sees it before it is whole. */
export async function installReference(input: JobInput<InstallReferenceParams>): Promise<InstallReferenceResult> {
  const { params, notedFiles } = input;
  return runJob(input, async ({ plan, stage, board }) => {
    await plan(["import_reference", "read_reference", "index_reference", "register_reference"].map((name) => ({ name, subjects: 1 })));
    const files = await stage("importReference", { params, notedFiles });
    const read = await stage("readReference", { params, ...files });
    const index = await stage("indexReference", { reference: read.reference });
    const { active } = await stage("registerReference", { params, read, index });
    const { name, sha256, count, ranks } = read.reference;
    const { headerFormat, unnamed, conflicts, ambiguous } = read;
    const { warnings, versions } = board;
    return {
      result: {
        reference: name,
        active,
        sequences: count,
        ranks,
        header_format: headerFormat,
        unnamed,
        conflicts,
        ambiguous,
        sha256,
        warnings: [...warnings],
        versions,
      },
    };
  });
}
