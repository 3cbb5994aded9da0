import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkNode, checkPrograms, isAtLeast } from "../../../local/doctor-programs.js";

describe("tools on this machine", () => {
  test("versions are compared number by number", () => {
    assert.ok(isAtLeast("2.22.1", "2.21"));
    assert.ok(isAtLeast("4.0", "4.0"));
    assert.ok(!isAtLeast("2.9.1", "2.21"));
    assert.ok(isAtLeast("5", "4.9"));
  });

  test("an old Node is told so, with how to get one", () => {
    assert.ok(checkNode("20.19.0").ok);
    assert.match(checkNode("18.20.4").advice!, /20\.19 or newer/);
  });

  test("a tool that is missing is named, with the package that has it", async () => {
    const checks = await checkPrograms([]);
    assert.deepEqual(
      checks.filter(({ ok }) => !ok).map(({ name }) => name),
      ["vsearch", "cutadapt", "swarm", "blastn", "Sandbox", "GNU time"],
    );
    assert.match(checks.find(({ name }) => name === "dada2")!.advice!, /where it is wanted: apt install r-bioc-dada2/);
    assert.match(checks.find(({ name }) => name === "blastn")!.advice!, /ncbi-blast\+/);
  });
});
