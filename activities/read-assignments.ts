import { readFile } from "node:fs/promises";
import type { Artifact } from "../contracts/artifact.js";
import type { Naming } from "../contracts/analysis.js";
import { parseLca } from "../science/blast-lca.js";
import { type Assignment, parseSintax } from "../science/sintax.js";

/** What each feature is called, whichever classifier says so; by its id. */
export async function readAssignments(
  artifacts: { pathOf(artifact: Artifact): Promise<string> },
  { classified, reference }: Naming,
  classifier: string,
): Promise<Map<string, Assignment>> {
  const text = await readFile(await artifacts.pathOf(classified.assignments), "utf8");
  const found: Assignment[] = classifier === "sintax" ? parseSintax(text, reference.ranks) : parseLca(text);
  return new Map(found.map((one) => [one.feature, one]));
}
