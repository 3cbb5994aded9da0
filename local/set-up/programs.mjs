import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

const ON_MACOS = process.platform === "darwin";

/** Debian package -> whether what we need of it is here. */
const NEEDED = {
  vsearch: () => onPath("vsearch"),
  cutadapt: () => onPath("cutadapt"),
  swarm: () => onPath("swarm"),
  "ncbi-blast+": () => onPath("blastn"),
  postgresql: () => onPath("initdb") || postgresFolders().some((bin) => isProgram(join(bin, "initdb"))),
  bubblewrap: () => ON_MACOS || onPath("bwrap"),
  time: () => ON_MACOS || isProgram("/usr/bin/time"),
};

/** Debian packages of which something is missing. */
export function missingPackages() {
  return Object.keys(NEEDED).filter((name) => !NEEDED[name]());
}

export function onPath(name) {
  return programOnPath(name) !== undefined;
}

export function programOnPath(name) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian and Homebrew keep the server programs off PATH. */
function postgresFolders() {
  return [
    ...list("/usr/lib/postgresql").map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...["/opt/homebrew/opt", "/usr/local/opt"].flatMap((root) =>
      list(root)
        .filter((name) => name.startsWith("postgresql@"))
        .map((name) => `${root}/${name}/bin`),
    ),
  ];
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
