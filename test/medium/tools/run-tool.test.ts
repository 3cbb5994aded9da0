import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { loadConfig } from "../../../config/config.js";
import { endLeftovers } from "../../../tools/leftovers.js";
import { markedWith } from "../../../tools/processes.js";
import { ToolRunner } from "../../../tools/run-tool.js";
import { detectSandbox, type Sandbox } from "../../../tools/sandbox.js";
import { Tokens } from "../../../tools/tokens.js";
import { processesWith } from "../../e2e/processes.js";
import { until } from "../../until.js";

const { searchPath } = loadConfig();
const here = await detectSandbox(searchPath);
const never = new AbortController().signal;

for (const sandbox of new Set<Sandbox>([here, "process-group"])) {
  describe(`a tool in ${sandbox === "bubblewrap" ? "bubblewrap" : "a process group"}`, () => {
    let folder: string;
    const tools = new ToolRunner(sandbox, new Tokens({ threads: 2, memoryBytes: 1e9 }), searchPath);
    const sh = (script: string, signal = never, inputs: string[] = [], kill?: AbortSignal) =>
      tools.run({ program: "sh", args: ["-c", script], folder, inputs, threads: 1, memoryBytes: 1, signal, ...(kill ? { kill } : {}) });

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "avalanche-tool-"));
    });
    after(() => rm(folder, { recursive: true }));

    test("writes to its folder, and its log, time and memory are kept", async () => {
      const run = await sh(
        'echo hello; echo "a WARNING" >&2; echo x > out.txt; date +%Z; locale 2>/dev/null | grep LC_ALL || echo "LC_ALL=$LC_ALL"',
      );
      assert.equal(await readFile(join(folder, "out.txt"), "utf8"), "x\n");
      assert.match(run.log, /hello[\s\S]*UTC[\s\S]*C.UTF-8/);
      assert.deepEqual(run.warnings, ["sh: a WARNING"]);
      assert.ok((run.peakMemoryBytes ?? 0) > 100_000 && run.cpuSeconds !== null);
    });

    test("that is reached by a link finds what it was installed with", async () => {
      const place = await mkdtemp(join(tmpdir(), "avalanche-place-"));
      const real = join(place, "env/bin/greet");
      await mkdir(dirname(real), { recursive: true });
      await mkdir(join(place, "links"));
      await writeFile(join(place, "env/words"), "hello");
      await writeFile(real, `#!/bin/sh\ncat ${place}/env/words\n`, { mode: 0o755 });
      await symlink(real, join(place, "links/greet"));
      const linked = new ToolRunner(sandbox, new Tokens({ threads: 2, memoryBytes: 1e9 }), [join(place, "links"), ...searchPath]);
      const run = await linked.run({ program: "greet", args: [], folder, inputs: [], threads: 1, memoryBytes: 1, signal: never });
      assert.match(run.log, /hello/);
      await rm(place, { recursive: true });
    });

    test("that is over in a moment is never lost", async () => {
      for (let round = 0; round < 60; round++)
        await tools.run({ program: "true", args: [], folder, inputs: [], threads: 1, memoryBytes: 1, signal: never });
    });

    test("leaves nothing behind when what holds it is killed, also while it is being started", async () => {
      const own = () => markedWith((mark) => mark.startsWith(`${folder}/`)).map(({ pid }) => pid);
      for (let waitMs = 0; waitMs < 30; waitMs++) {
        const failed = assert.rejects(sh("sleep 1000"), { type: "ToolKilled" });
        let first: number | undefined;
        while (first === undefined) {
          await setImmediate();
          // Bubblewrap itself, or the tool's own timer.
          [first] = own();
        }
        await sleep(waitMs);
        process.kill(first, "SIGKILL");
        await failed;
        assert.deepEqual(own(), [], `killed after ${waitMs} ms`);
      }
    });

    test("is told to end and ended after the grace, with all that it started", async () => {
      for (const script of ["sleep 1000", "trap '' TERM; sleep 1000 & wait; sleep 1000", "setsid sleep 1000 & sleep 1000"]) {
        const controller = new AbortController();
        const mark = `avalanche-${Math.random().toString(36).slice(2)}`;
        const running = sh(`: ${mark}; ${script}`, controller.signal);
        await until("the tool to run", () => processesWith(mark).length > 0);
        controller.abort(new Error("cancelled"));
        await assert.rejects(running, /cancelled/);
        assert.deepEqual(processesWith(mark), []);
      }
    });

    test("that is told to stop has until it must be gone, and no longer", async () => {
      const limits = async (script: string) => {
        const [soft, hard] = [new AbortController(), new AbortController()];
        const mark = `avalanche-${Math.random().toString(36).slice(2)}`;
        await rm(join(folder, "ready"), { force: true });
        const running = sh(`: ${mark}; ${script.replace("; ", "; echo > ready; ")}`, soft.signal, [], hard.signal);
        await until("the tool to be ready", () => existsSync(join(folder, "ready")));
        return { running, soft, hard, mark };
      };
      const polite = await limits("trap 'sleep 3 && echo saved > saved.txt && exit 0' TERM; while :; do sleep 0.1; done");
      polite.soft.abort(new Error("soft"));
      await assert.rejects(polite.running, /soft/);
      assert.equal(await readFile(join(folder, "saved.txt"), "utf8"), "saved\n");
      const deaf = await limits("trap '' TERM; while :; do sleep 0.1; done");
      deaf.soft.abort(new Error("soft"));
      await until("the tool to go on", () => processesWith(deaf.mark).length > 0);
      deaf.hard.abort();
      await assert.rejects(deaf.running, /soft/);
      assert.deepEqual(processesWith(deaf.mark), []);
    });

    test("that wants more memory than it may take is named, with the limit", async () => {
      const dd = (memoryScale: number) => {
        const args = ["if=/dev/zero", "of=/dev/null", "bs=150M", "count=1", "iflag=fullblock"];
        const memory = { memoryBytes: 1, memoryLimitBytes: 100 * 1024 ** 2, memoryScale };
        return tools.run({ program: "dd", args, folder, inputs: [], threads: 1, signal: never, ...memory });
      };
      await assert.rejects(dd(1), { type: "OutOfMemory", message: "dd ran out of memory: it may take 100 MiB" });
      assert.ok(((await dd(2)).peakMemoryBytes ?? 0) > 150e6);
    });

    test("that leaves a daemon behind ends with it, whether or not the daemon holds the log open", async () => {
      for (const daemon of ["setsid sleep 1000 &", "(setsid sleep 1000 >/dev/null 2>&1 &);"]) {
        const mark = `avalanche-${Math.random().toString(36).slice(2)}`;
        await sh(`${daemon.replace("sleep 1000", `sh -c ': ${mark}; sleep 1000'`)} sleep 0.1`);
        await until(`${daemon} to be gone`, () => processesWith(mark).length === 0);
      }
    });

    test("that is missing or fails is named, with its last words", async () => {
      await assert.rejects(
        tools.run({ program: "no-such-tool", args: [], folder, inputs: [], threads: 1, memoryBytes: 1, signal: never }),
        /no-such-tool is not installed/,
      );
      await assert.rejects(sh("echo Fatal: broken >&2; exit 3"), { type: "ToolFailed", message: /status 3: Fatal: broken/ });
      await assert.rejects(sh("kill -9 $$"), { type: "ToolKilled" });
    });

    test("does not outlive its worker, not even one that leads a session of its own", async () => {
      const mark = `avalanche-${Math.random().toString(36).slice(2)}`;
      const program = join(folder, "worker.mjs");
      const modules = (name: string) => resolve(`dist/tools/${name}.js`);
      await writeFile(
        program,
        `import { ToolRunner } from "${modules("run-tool")}"; import { Tokens } from "${modules("tokens")}";
         const tools = new ToolRunner("${sandbox}", new Tokens({ threads: 1, memoryBytes: 1e9 }), ${JSON.stringify(searchPath)});
         await tools.run({ program: "sh", args: ["-c", ": ${mark}; setsid sh -c ': ${mark}; sleep 1000' & sleep 1000"], folder: ${JSON.stringify(folder)}, inputs: [], threads: 1, memoryBytes: 1, signal: new AbortController().signal });`,
      );
      const worker = spawn(process.execPath, [program], { stdio: "ignore", cwd: process.cwd() });
      await until("the tool and its daemon to run", () => processesWith(mark).filter((command) => /^\S*\bsh -c/.test(command)).length >= 2);
      worker.kill("SIGKILL");
      // Without bubblewrap the next worker ends what this one left.
      if (sandbox === "process-group") assert.ok((await endLeftovers(folder)) > 0);
      await until("both to be gone", () => processesWith(mark).length === 0);
    });
  });
}

test("bubblewrap keeps network, other files and the system from a tool", {
  skip: here === "bubblewrap" ? false : "bubblewrap is not permitted here",
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "avalanche-tool-"));
  const secret = join(tmpdir(), "avalanche-secret");
  const input = join(tmpdir(), "avalanche-input");
  await writeFile(secret, "secret");
  await writeFile(input, "input");
  try {
    const tools = new ToolRunner("bubblewrap", new Tokens({ threads: 1, memoryBytes: 1e9 }), searchPath);
    const script = `cat ${input}; cat ${secret} /etc/passwd 2>/dev/null && echo LEAK; touch /usr/x ${input} 2>/dev/null && echo WROTE; ls /sys/class/net 2>/dev/null; cat /proc/net/dev | grep -c ':'`;
    const { log } = await tools.run({
      program: "sh",
      args: ["-c", script],
      folder,
      inputs: [input],
      threads: 1,
      memoryBytes: 1,
      signal: never,
    });
    // Only the loopback device is left.
    assert.equal(log.trim(), "input1");
  } finally {
    for (const path of [folder, secret, input]) await rm(path, { recursive: true });
  }
});
