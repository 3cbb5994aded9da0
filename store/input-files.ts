import { isDatasetId } from "../contracts/dataset-id.js";
import { JobFailure } from "../contracts/failures.js";
import type { Issue } from "../contracts/issues.js";
import type { NotedFile } from "../contracts/job.js";
import type { DataRoot } from "./data-root.js";
import type { Datasets } from "./datasets.js";

/** Looks at the files that a job's parameters name, without opening them: that is the job's own first stage. */
export class InputFiles {
  readonly #root: DataRoot;
  readonly #datasets: Datasets;

  constructor(root: DataRoot, datasets: Datasets) {
    this.#root = root;
    this.#datasets = datasets;
  }

  /**
   * What stands under each path now, so that the job notices another file in its place.
   *
   * @param names the parameters that name files, as dotted paths
   * @returns also what is wrong: a path leaves the data root, or nothing is there
   */
  async note(owner: string, names: readonly string[], params: unknown): Promise<{ noted: NotedFile[]; issues: Issue[] }> {
    const issues: Issue[] = [];
    const noted: NotedFile[] = [];
    for (const name of new Set([...names, "dataset_id"])) {
      const value = valueAt(params, name);
      if (typeof value !== "string") continue;
      const found = await this.#look(owner, value);
      if (typeof found === "string") issues.push({ path: `params.${name}`, message: found });
      else noted.push(...found);
    }
    return { noted, issues };
  }

  /** The files, or what is wrong. */
  async #look(owner: string, value: string): Promise<NotedFile[] | string> {
    if (isDatasetId(value)) return (await this.#datasets.find(owner, value)) ? [] : `there is no data set ${value}`;
    try {
      const files = await this.#root.note(value);
      return files.length > 0 ? files : "there is no such file under the data root";
    } catch (error) {
      if (error instanceof JobFailure) return error.message;
      throw error;
    }
  }
}

function valueAt(params: unknown, dotted: string): unknown {
  return dotted.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], params);
}
