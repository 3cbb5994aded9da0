import assert from "node:assert/strict";
import { test } from "node:test";
import { confine } from "../../../local/confinement.js";

const everything = { bubblewrap: "/usr/bin/bwrap", mayChangeUser: true, setpriv: "/usr/bin/setpriv" };
const runAs = { uid: 1000, gid: 1000, passwd: "/home/passwd" };

test("a server runs in a process name space that ends with us", () => {
  const { command, args, tellsPid } = confine(everything, "/bin/postgres", ["-D", "data"], true);
  assert.equal(command, "/usr/bin/bwrap");
  assert.ok(args.includes("--die-with-parent") && args.includes("--unshare-pid"));
  assert.deepEqual(args.slice(-4), ["--", "/bin/postgres", "-D", "data"]);
  assert.ok(tellsPid);
});

test("root gives it another user id in a user name space", () => {
  const { args } = confine(everything, "/bin/postgres", [], true, runAs);
  assert.ok(args.join(" ").includes("--unshare-user --uid 1000 --gid 1000 --ro-bind /home/passwd /etc/passwd"));
});

test("where user name spaces are forbidden, root changes to the account itself", () => {
  const { command, args } = confine({ ...everything, mayChangeUser: false }, "/bin/postgres", [], true, { ...runAs, uid: 101, gid: 104 });
  assert.equal(command, "/usr/bin/setpriv");
  assert.deepEqual(args, [
    "--reuid",
    "101",
    "--regid",
    "104",
    "--clear-groups",
    "--inh-caps",
    "+dac_override",
    "--ambient-caps",
    "+dac_override",
    "--pdeathsig",
    "KILL",
    "--",
    "/bin/postgres",
  ]);
});

test("where there is neither bubblewrap nor setpriv, it runs as it is", () => {
  const nothing = { bubblewrap: undefined, mayChangeUser: false, setpriv: undefined };
  assert.deepEqual(confine(nothing, "/bin/postgres", ["-D", "data"], true), {
    command: "/bin/postgres",
    args: ["-D", "data"],
    tellsPid: false,
  });
});
