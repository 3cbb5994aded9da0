import type { InstalledReference } from "../contracts/analysis.js";
import { isDatasetId } from "../contracts/dataset-id.js";
import type { Issue } from "../contracts/issues.js";
import type { References } from "./references.js";

/** Most that a refusal lists. */
const LISTED = 20;

/** The references that one submission names: each is looked up once, so that all its jobs get the same version. */
export class KnownReferences {
  readonly #references: References;
  readonly #found = new Map<string, Promise<InstalledReference | null>>();
  readonly #used = new Set<string>();

  constructor(references: References) {
    this.#references = references;
  }

  /** `name@version` of those that were found. */
  get used(): string[] {
    return [...this.#used];
  }

  /** @param parameter that names one; null where it names a file, an upload or nothing */
  async find(params: unknown, parameter: string | undefined): Promise<InstalledReference | null> {
    const id = parameter === undefined ? undefined : (params as Record<string, unknown>)[parameter];
    if (typeof id !== "string" || isDatasetId(id) || id.includes("/")) return null;
    const asked = this.#found.get(id) ?? this.#references.installed(id);
    this.#found.set(id, asked);
    const found = await asked;
    if (found) this.#used.add(found.name);
    return found;
  }

  /** Issues of files; where the file might have been meant as a reference, with those that there are. */
  async explained(issues: Issue[], parameter: string | undefined): Promise<Issue[]> {
    if (!issues.some(({ path }) => path === `params.${parameter}`)) return issues;
    const ids = (await this.#references.list()).map(({ id }) => id);
    const known = ids.length === 0 ? "none is installed" : `installed are ${ids.slice(0, LISTED).join(", ")}`;
    return issues.map(({ path, message }) => ({
      path,
      message: path === `params.${parameter}` ? `${message}, nor a reference of this name (${known})` : message,
    }));
  }
}
