import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { bubblewrapArgs } from "../../../tools/sandbox.js";

describe("what a tool sees besides the system's folders", () => {
  let home: string;
  before(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), "avalanche-home-")));
  });
  after(() => rmSync(home, { recursive: true }));

  const program = (path: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), "", { mode: 0o755 });
    return join(home, path);
  };
  const shown = (path: string) => {
    const args = bubblewrapArgs(path, "/folder", [], home);
    const bound = args.flatMap((arg, index) => (arg === "--ro-bind" ? [args[index + 1]!] : []));
    return bound.filter((one) => one === "/" || one.startsWith(dirname(home)));
  };

  test("the prefix that it lives in", () => {
    assert.deepEqual(shown(program("miniconda3/bin/vsearch")), [join(home, "miniconda3")]);
  });

  test("never a home: its own folder, or itself", () => {
    assert.deepEqual(shown(program("bin/vsearch")), [join(home, "bin")]);
    assert.deepEqual(shown(program("vsearch")), [join(home, "vsearch")]);
  });

  test("nothing for a tool of the system", () => {
    assert.deepEqual(shown("/bin/sh"), []);
  });

  test("a link to it, where it is reached by one", () => {
    const real = program(".local/pipx/venvs/cutadapt/bin/cutadapt");
    const link = join(home, ".local/bin/cutadapt");
    mkdirSync(dirname(link));
    symlinkSync(real, link);
    assert.deepEqual(shown(link), [join(home, ".local/pipx/venvs/cutadapt")]);
    assert.match(bubblewrapArgs(link, "/folder", [], home).join(" "), new RegExp(`--symlink ${real} ${link} `));
  });
});
