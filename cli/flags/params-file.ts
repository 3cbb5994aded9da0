import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { CommandError } from "../exit-status.js";

/**
 * Parameters from a JSON file, or from standard input where the name is `-`.
 *
 * @throws {CommandError} where it is not one JSON object
 */
export async function readParamsFile(file: string): Promise<Record<string, unknown>> {
  const source = file === "-" ? "standard input" : file;
  const content = await (file === "-" ? text(process.stdin) : readFile(file, "utf8")).catch((error: Error) => {
    throw new CommandError(`--params: ${source} cannot be read: ${error.message}`);
  });
  const value = parse(content.replace(/^\uFEFF/, ""), source);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CommandError(`--params: ${source} must hold a JSON object, such as {"reference": "silva.fasta.gz"}`);
  }
  return value as Record<string, unknown>;
}

function parse(content: string, source: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new CommandError(`--params: ${source} is not JSON: ${(error as Error).message}`);
  }
}
