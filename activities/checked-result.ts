import { JobFailure } from "../contracts/failures.js";
import { thousands } from "./counts.js";

/** As JSON. Larger things are files. */
const LARGEST_RESULT_BYTES = 16 * 1024 * 1024;

/**
 * A stage's result, if it can be written down.
 *
 * @throws {JobFailure} ResultRefused where it is no JSON, as a BigInt or a cycle, or is too large
 */
export function checkedResult<T>(stage: string, result: T): T {
  const sizeBytes = Buffer.byteLength(toJson(stage, result));
  if (sizeBytes <= LARGEST_RESULT_BYTES) return result;
  throw new JobFailure(
    "ResultRefused",
    `${stage} gave back ${thousands(sizeBytes)} bytes, more than a result may have (16 MB); keep it as a file of the job`,
  );
}

function toJson(stage: string, result: unknown): string {
  try {
    return JSON.stringify(result) ?? "";
  } catch (error) {
    throw new JobFailure("ResultRefused", `${stage} gave back what is no JSON: ${(error as Error).message}`);
  }
}
