import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, readdir, readlink, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { JobFailure } from "../contracts/failures.js";
import type { NotedFile } from "../contracts/job.js";
import { parseSampleSheet } from "../science/sample-sheet.js";

/** The folder that input is read from; nothing outside it is ever opened. */
export class DataRoot {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * A path under the root in its plain form: `data/raw/a.fastq` -> `raw/a.fastq`.
   *
   * @throws {JobFailure} InputRefused where it is not a plain relative path
   */
  plain(path: string): string {
    const parts = path.replace(/\/+$/, "").split("/");
    if (parts[0] === "data" || parts[0] === ".") parts.shift();
    const bad =
      parts.length === 0 ||
      parts.some((part) => part === "" || part === "." || part === "..") ||
      FORBIDDEN.test(path) ||
      path.length > 1024;
    if (bad) throw new JobFailure("InputRefused", `${JSON.stringify(path.slice(0, 200))} is not a path below the data root`);
    return parts.join("/");
  }

  /**
   * What stands there now: the file, a folder and its files, or a sample sheet and the files that it names. Empty where
   * nothing does. Only a sheet is opened; what a path itself is, if not a file or a folder, is for `open` to judge.
   *
   * @throws {JobFailure} InputRefused, InputNotFound
   */
  async note(path: string): Promise<NotedFile[]> {
    const plain = this.plain(path);
    const found = await this.#look(plain);
    if (!found) return [];
    const own = noted(plain, found);
    if (found.isDirectory()) return [own, ...(await this.#noteFiles(plain, await this.#namesIn(plain)))];
    if (!found.isFile() || !isSheet(plain) || found.size > LARGEST_SHEET) return [own];
    return [own, ...(await this.#noteFiles(plain, await this.#namesOfSheet(plain)))];
  }

  /** @param of the folder or the sheet that the files belong to */
  async #noteFiles(of: string, paths: string[]): Promise<NotedFile[]> {
    const bytes = paths.reduce((sum, path) => sum + Buffer.byteLength(path) + NOTE_BYTES, 0);
    if (bytes > MOST_BYTES) {
      const count = paths.length.toLocaleString("en-US");
      throw new JobFailure(
        "InputRefused",
        `${of} stands for ${count} files, more than one job takes (about 10,000); divide them over several`,
      );
    }
    const files = await Promise.all(paths.sort().map(async (path) => ({ path, found: await this.#look(path) })));
    return files.flatMap(({ path, found }) => (found && !found.isDirectory() ? noted(path, found) : []));
  }

  async #namesIn(folder: string): Promise<string[]> {
    const names = await readdir(await this.#inside(folder)).catch((error: NodeJS.ErrnoException) => {
      throw refusal(folder, error);
    });
    return names.filter((name) => !name.startsWith(".")).map((name) => `${folder}/${name}`);
  }

  async #namesOfSheet(sheet: string): Promise<string[]> {
    const file = await this.open(sheet, undefined);
    const text = await file.readFile("utf8").finally(() => file.close());
    const folder = sheet.slice(0, sheet.lastIndexOf("/") + 1);
    return filesOfSheet(text).map((name) => this.plain(folder + name));
  }

  /** What is there, itself and not what it links to; null where nothing is. */
  async #look(plain: string): Promise<Stats | null> {
    try {
      return await lstat(await this.#inside(plain));
    } catch (error) {
      const failure = error instanceof JobFailure ? error : refusal(plain, error as NodeJS.ErrnoException);
      if (failure.type === "InputNotFound") return null;
      throw failure;
    }
  }

  /** Names of the files in a folder, in order of code units; null where the path is no folder. */
  async list(path: string): Promise<string[] | null> {
    const folder = await this.#inside(this.plain(path));
    const found = await lstat(folder).catch(() => null);
    if (!found?.isDirectory()) return null;
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  }

  /**
   * Opens a regular file for reading. Links (hard ones too), devices and pipes are refused before a byte is read,
   * also where one took the file's place a moment ago.
   *
   * @param noted the file as it was at submit, where it was noted
   * @throws {JobFailure} InputNotFound, InputRefused, InputChanged
   */
  async open(path: string, noted: NotedFile | undefined): Promise<FileHandle> {
    const plain = this.plain(path);
    const file = await open(await this.#inside(plain), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
      (error: NodeJS.ErrnoException) => {
        throw refusal(plain, error);
      },
    );
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new JobFailure("InputRefused", `${plain} is not a regular file`);
      if (found.nlink > 1) throw new JobFailure("InputRefused", `${plain} is a hard link; copy the file instead`);
      await this.#check(file, plain);
      if (noted && changed(noted, found)) {
        throw new JobFailure("InputChanged", `${plain} is not the file that it was when the job was submitted; submit the job again`);
      }
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The absolute path, if no folder on the way is a link. */
  async #inside(plain: string): Promise<string> {
    const root = await realpath(this.#folder).catch(() => {
      throw new JobFailure("InputNotFound", "the data root does not exist; make the folder or set AVALANCHE_DATA_ROOT");
    });
    const folder = plain.includes("/") ? join(root, plain.slice(0, plain.lastIndexOf("/"))) : root;
    const real = await realpath(folder).catch((error: NodeJS.ErrnoException) => {
      throw refusal(plain, error);
    });
    if (real !== folder) throw new JobFailure("InputRefused", `${plain} lies behind a link, which is never followed`);
    return join(root, plain);
  }

  /** The file that was opened lies where it was looked for: no folder was swapped in between (Linux). */
  async #check(file: FileHandle, plain: string): Promise<void> {
    const real = await readlink(`/proc/self/fd/${file.fd}`).catch(() => null);
    const root = await realpath(this.#folder);
    if (real !== null && real !== join(root, plain) && !real.startsWith(root + sep)) {
      throw new JobFailure("InputRefused", `${plain} lies behind a link, which is never followed`);
    }
  }
}

// Control characters, backslashes, percent-encoding and schemes: never part of a path that a person means.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u001f\u007f\\]|%[0-9a-f]{2}|^[a-z][a-z0-9+.-]*:|^\//i;

/** What is noted of all files travels with the job, and Temporal takes 2 MB. */
const MOST_BYTES = 1_500_000;

/** What is noted of a file besides its path, as JSON. */
const NOTE_BYTES = 90;

/** A larger file is no sample sheet, whatever its name. */
const LARGEST_SHEET = 10 * 1024 * 1024;

export function isSheet(path: string): boolean {
  return path.toLowerCase().endsWith(".csv");
}

/** A sheet with faults names nothing: the job says what is wrong with it. */
function filesOfSheet(text: string): string[] {
  try {
    return parseSampleSheet(text).flatMap(({ forward, reverse }) => (reverse === undefined ? [forward] : [forward, reverse]));
  } catch {
    return [];
  }
}

function noted(path: string, found: Stats): NotedFile {
  return { path, sizeBytes: found.size, modifiedMs: Math.trunc(found.mtimeMs), inode: found.ino };
}

function changed(before: NotedFile, now: Stats): boolean {
  return before.sizeBytes !== now.size || before.modifiedMs !== Math.trunc(now.mtimeMs) || before.inode !== now.ino;
}

function refusal(plain: string, error: NodeJS.ErrnoException): JobFailure {
  if (error.code === "ENOENT" || error.code === "ENOTDIR")
    return new JobFailure("InputNotFound", `there is no file ${plain} under the data root`);
  if (error.code === "ELOOP" || error.code === "EMLINK")
    return new JobFailure("InputRefused", `${plain} is a link, which is never followed`);
  if (error.code === "EACCES" || error.code === "EPERM")
    return new JobFailure("InputRefused", `${plain} may not be read by the account that Avalanche runs under; give it that right`);
  return new JobFailure("InputRefused", `${plain} cannot be read (${error.code ?? error.message})`);
}
