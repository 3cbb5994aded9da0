import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findProgram } from "../tools/sandbox.js";

/**
 * What makes a program end with us, however we end. bubblewrap: it and all that it starts; setpriv: it alone;
 * neither: the next start ends what was left.
 */
export interface Confinement {
  bubblewrap: string | undefined;
  /** bubblewrap may give a program another user id inside, which lets root run what refuses to be run by root. */
  mayChangeUser: boolean;
  setpriv: string | undefined;
}

/** A program that acts for someone else than us. */
export interface RunAs {
  uid: number;
  gid: number;
  /** A file with that one account, which bubblewrap shows inside. */
  passwd: string;
}

export interface Confined {
  command: string;
  args: string[];
  /** File descriptor 3 tells the program's own process id. */
  tellsPid: boolean;
}

const run = promisify(execFile);

/** @param home where servers will write; root under another user id does not reach every folder */
export async function detectConfinement(searchPath: readonly string[], home: string): Promise<Confinement> {
  const bwrap = findProgram("bwrap", searchPath);
  const setpriv = findProgram("setpriv", searchPath);
  const [contains, changes, follows] = await Promise.all([
    succeeds(bwrap, [...WHOLE_SYSTEM, "true"]),
    succeeds(bwrap, [...WHOLE_SYSTEM, ...asUser(1000, 1000), "test", "-w", home]),
    succeeds(setpriv, ["--pdeathsig", "KILL", "true"]),
  ]);
  return { bubblewrap: (contains && bwrap) || undefined, mayChangeUser: changes, setpriv: (follows && setpriv) || undefined };
}

/** @param tellPid for a program that is watched, not for one that is only waited for */
export function confine(confinement: Confinement, command: string, args: readonly string[], tellPid: boolean, runAs?: RunAs): Confined {
  const { bubblewrap, setpriv, mayChangeUser } = confinement;
  if (bubblewrap && (!runAs || mayChangeUser)) {
    const user = runAs ? [...asUser(runAs.uid, runAs.gid), "--ro-bind", runAs.passwd, "/etc/passwd"] : [];
    const pid = tellPid ? ["--info-fd", "3"] : [];
    return { command: bubblewrap, args: [...WHOLE_SYSTEM, "--as-pid-1", ...pid, ...user, "--", command, ...args], tellsPid: tellPid };
  }
  if (!setpriv) return { command, args: [...args], tellsPid: false };
  const user = runAs ? ["--reuid", String(runAs.uid), "--regid", String(runAs.gid), "--clear-groups", ...THROUGH_FOLDERS] : [];
  return { command: setpriv, args: [...user, "--pdeathsig", "KILL", "--", command, ...args], tellsPid: false };
}

/** No isolation from files and network: these are our own servers. A process name space of their own ends as a whole. */
const WHOLE_SYSTEM = ["--dev-bind", "/", "/", "--proc", "/proc", "--unshare-pid", "--die-with-parent"];

/** The home may lie in a folder that only root may enter, such as /root. */
const THROUGH_FOLDERS = ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"];

function asUser(uid: number, gid: number): string[] {
  return ["--unshare-user", "--uid", String(uid), "--gid", String(gid)];
}

function succeeds(program: string | null, args: readonly string[]): Promise<boolean> {
  if (program === null) return Promise.resolve(false);
  return run(program, [...args]).then(
    () => true,
    () => false,
  );
}
