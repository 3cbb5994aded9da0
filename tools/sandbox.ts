import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

export type Sandbox = "bubblewrap" | "process-group";

/**
 * Whether bubblewrap may be used here: containers and hardened kernels forbid it. Without it a tool runs in a process
 * group of its own, which ends with its job but keeps neither network nor file system from it.
 */
export function detectSandbox(searchPath: readonly string[]): Promise<Sandbox> {
  const program = findProgram("bwrap", searchPath);
  if (!program) return Promise.resolve("process-group");
  return new Promise((resolve) => {
    execFile(program, [...ISOLATION, "--ro-bind", "/", "/", "--proc", "/proc", "true"], (error) =>
      resolve(error ? "process-group" : "bubblewrap"),
    );
  });
}

/** The full path of a program; null where there is none. */
export function findProgram(name: string, searchPath: readonly string[]): string | null {
  return searchPath.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/**
 * The bubblewrap command around a tool: no network, own processes, the system read-only, and writable only its folder.
 * It ends with its parent, and all that the tool started with it.
 *
 * @param program absolute; where it is a link, it is one inside too
 * @param inputs absolute paths of files that the tool may read
 * @param home what is never shown as a whole
 */
export function bubblewrapArgs(program: string, folder: string, inputs: readonly string[], home = homedir()): string[] {
  const real = realpathSync(program);
  const shown = [...SYSTEM_FOLDERS];
  if (!isWithinOne(real, shown)) shown.push(placeOf(real, home));
  const link = isWithinOne(program, shown) ? [] : ["--symlink", real, program];
  return [
    ...ISOLATION,
    "--unshare-ipc",
    "--unshare-uts",
    "--new-session",
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--tmpfs",
    "/tmp",
    ...shown.filter((path) => existsSync(path)).flatMap((path) => ["--ro-bind", path, path]),
    ...link,
    ...inputs.flatMap((path) => ["--ro-bind", path, path]),
    "--bind",
    folder,
    folder,
    "--chdir",
    folder,
    "--",
  ];
}

const ISOLATION = ["--unshare-pid", "--unshare-net", "--die-with-parent"];

const SYSTEM_FOLDERS = [
  "/usr",
  "/bin",
  "/sbin",
  "/lib",
  "/lib32",
  "/lib64",
  "/libx32",
  "/etc/alternatives",
  // Debian keeps the settings of R there.
  "/etc/R",
  "/etc/ld.so.cache",
  "/etc/ld.so.conf",
  "/etc/ld.so.conf.d",
];

/**
 * What a program outside the system's folders needs of its surroundings: the prefix where it lives with its libraries,
 * such as a conda environment; less where that would show a home.
 */
function placeOf(real: string, home: string): string {
  const places = [dirname(dirname(real)), dirname(real), real];
  return places.find((place) => !isWithinOne(home, [place])) ?? real;
}

function isWithinOne(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(folder === "/" ? folder : `${folder}/`));
}
