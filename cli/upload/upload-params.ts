import { access, realpath } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import type { Api } from "../api/api.js";
import type { Submission } from "../api/types.js";
import type { JsonSchema } from "../flags/task-flag.js";
import type { TaskHelp } from "../flags/tasks.js";
import { type LocalDataset, localDataset } from "./local-dataset.js";
import { multipart } from "./multipart.js";
import { placesAt } from "./places.js";

/** Told what is sent; bytes count over all files of the data set. */
export interface UploadDisplay {
  begin(dataset: LocalDataset, path: string): void;
  sent(fileName: string, bytes: number): void;
  end(): void;
  warn(message: string): void;
}

/**
 * Uploads the local files that parameters name, and puts the data sets' ids in their place: `dataset_path` becomes
 * `dataset_id` where the task has it, else the id stands for the path (`reference`). A path that is not on this machine
 * is left as it is: it is one under the service's data root.
 *
 * @param task `files`: dotted paths of the parameters that name files; `jobs`: of those that hold other jobs, whose
 * parameters are treated in the same way
 * @param tasks what those jobs are made of
 * @param dataRoot the service's data root where it is a folder of this machine: files in it are not copied
 * @throws {CommandError | ApiProblem | Unreachable}
 */
export async function uploadParams(
  api: Api,
  task: TaskFiles,
  params: Record<string, unknown>,
  options: { tasks: readonly TaskFiles[]; dataRoot: string | undefined; display: UploadDisplay },
): Promise<Record<string, unknown>> {
  const sent = structuredClone(params);
  // A reference that many members share is sent once.
  const uploaded = new Map<string, string>();
  for (const { task: one, params: given } of jobsIn(task, sent, options.tasks)) {
    for (const { holder, name, value, path } of one.files.flatMap((parameter) => placesAt(given, parameter))) {
      if (typeof value !== "string") continue;
      const place = await placeOf(value, options.dataRoot);
      if (place.kind === "elsewhere") continue;
      if (place.kind === "in data root") holder[name] = place.path;
      else {
        const id = uploaded.get(value) ?? (await upload(api, value, options.display));
        uploaded.set(value, id);
        delete holder[name];
        holder[idName(one.params as JsonSchema, path)] = id;
      }
    }
  }
  return sent;
}

type TaskFiles = Pick<TaskHelp, "task" | "files" | "jobs" | "params">;

/** A task's parameters, and those of each job in them. Jobs of tasks that there are not are left to the service. */
function jobsIn(task: TaskFiles, params: unknown, tasks: readonly TaskFiles[]): { task: TaskFiles; params: unknown }[] {
  const inner = task.jobs.flatMap((parameter) => placesAt(params, parameter)).map(({ value }) => value);
  const members = (inner as Partial<Submission | null>[]).flatMap((job) => {
    const found = tasks.find((one) => one.task === job?.task);
    return found ? jobsIn(found, job?.params, tasks) : [];
  });
  return [{ task, params }, ...members];
}

type Place = { kind: "local" } | { kind: "in data root"; path: string } | { kind: "elsewhere" };

async function placeOf(path: string, dataRoot: string | undefined): Promise<Place> {
  if (!(await exists(path))) return { kind: "elsewhere" };
  const inside = dataRoot === undefined ? ".." : relative(await realpath(dataRoot).catch(() => dataRoot), await realpath(path));
  if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || resolve(inside) === inside) return { kind: "local" };
  return { kind: "in data root", path: inside.split(sep).join("/") };
}

async function upload(api: Api, path: string, display: UploadDisplay): Promise<string> {
  const dataset = await localDataset(path);
  display.begin(dataset, path);
  try {
    const { contentType, body } = multipart(dataset.files, (file, bytes) => display.sent(file.name, bytes));
    const stored = await api.upload(contentType, body);
    for (const file of stored.files) if (file.problem !== null) display.warn(`${file.name}: ${file.problem}`);
    return stored.dataset_id;
  } finally {
    display.end();
  }
}

/** `dataset_path` -> `dataset_id`, where the task has such a parameter. */
function idName(schema: JsonSchema, path: readonly string[]): string {
  const name = path.at(-1)!;
  const parent = path.slice(0, -1).reduce<JsonSchema | undefined>((level, step) => level?.properties?.[step], schema);
  const id = name.replace(/_path$/, "_id");
  return parent?.properties?.[id] ? id : name;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
