import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { isSame, startOf, takeLock } from "../../../local/lock.mjs";

const folder = mkdtempSync(join(tmpdir(), "lock-"));
after(() => rmSync(folder, { recursive: true }));

describe("a lock", () => {
  test("is held by one, and free again when it is given back", () => {
    const file = join(folder, "one");
    const first = takeLock(file);
    assert.ok(first.held);
    assert.deepEqual(takeLock(file), { held: false, pid: process.pid });
    first.release();
    const second = takeLock(file);
    assert.ok(second.held);
    second.release();
  });

  test("whose holder was killed is free", async () => {
    const file = join(folder, "killed");
    const taken = `import { takeLock } from ${JSON.stringify(resolve("local/lock.mjs"))};
      console.log(takeLock(${JSON.stringify(file)}).held); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", taken]);
    await once(holder.stdout, "data");
    assert.deepEqual(takeLock(file), { held: false, pid: holder.pid });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    assert.ok(takeLock(file).held);
  });

  test("of a dead process whose id another one bears now is free", () => {
    const file = join(folder, "reused");
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: "1" }));
    assert.ok(takeLock(file).held);
  });

  test("with a file that was cut short is free", () => {
    const file = join(folder, "cut");
    writeFileSync(file, '{"pi');
    assert.ok(takeLock(file).held);
  });

  test("leaves no other file behind", () => {
    assert.deepEqual(readdirSync(folder).sort(), ["cut", "killed", "reused"]);
  });
});

test("a process is told from a later one with the same id", () => {
  assert.ok(isSame(process.pid, startOf(process.pid)));
  assert.equal(isSame(process.pid, "1"), false);
  assert.equal(startOf(2 ** 22 + 1), null);
});
