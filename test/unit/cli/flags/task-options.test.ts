import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Command } from "commander";
import { addJobOptions, jobOptionsOf } from "../../../../cli/flags/job-options.js";
import { flagsOfSchema } from "../../../../cli/flags/schema-flags.js";
import { addTaskFlags, paramsOf } from "../../../../cli/flags/task-options.js";

const FLAGS = flagsOfSchema({
  properties: {
    reference: { type: "string" },
    accessions: { type: "array", items: { type: "string" } },
    parameters: {
      properties: {
        min_confidence: { type: "number", default: 0.8 },
        remove_chimeras: { type: "boolean", default: true },
        marker: { type: "string", enum: ["16S-V4", "trnL"] },
      },
    },
  },
});

describe("flags on the command line", () => {
  test("only what was given is sent: defaults are the service's", () => {
    assert.deepEqual(params([]), {});
    assert.deepEqual(params(["--reference", "silva", "--min-confidence", "0.9", "--no-remove-chimeras"]), {
      reference: "silva",
      parameters: { min_confidence: 0.9, remove_chimeras: false },
    });
    assert.deepEqual(params(["--remove-chimeras"]), { parameters: { remove_chimeras: true } });
  });

  test("a flag counts more than the parameter file, and leaves the rest of it", () => {
    const file = { reference: "silva", parameters: { min_confidence: 0.5, min_size: 8 } };
    assert.deepEqual(params(["--min-confidence", "0.9"], file), { reference: "silva", parameters: { min_confidence: 0.9, min_size: 8 } });
    assert.equal(file.parameters.min_confidence, 0.5);
  });

  test("a list grows with each flag", () => {
    assert.deepEqual(params(["--accessions", "SRR1", "--accessions", "SRR2"]), { accessions: ["SRR1", "SRR2"] });
  });

  test("a wrong value names its flag and what it takes", () => {
    assert.throws(() => params(["--min-confidence", "high"]), /--min-confidence.*'high'.*must be a number/);
    assert.throws(() => params(["--marker", "16S"]), /--marker.*one of 16S-V4, trnL/);
  });

  test("a flag with a slip of the pen is refused, and the right one named", () => {
    assert.throws(() => params(["--min-confidense", "0.9"]), /unknown option '--min-confidense'[^]*--min-confidence/);
  });

  test("the job's own options keep the names of the API", () => {
    const command = quiet();
    addJobOptions(command);
    command.parse(["--priority", "1", "--soft-time-limit", "5", "--time-limit", "8.5", "--tag", "creek", "--tag", "may"], { from: "user" });
    assert.deepEqual(jobOptionsOf(command), { priority: 1, soft_time_limit: 5, time_limit: 8.5, tags: ["creek", "may"] });
  });

  test("a due time without a zone is of UTC", () => {
    const command = quiet();
    addJobOptions(command);
    command.parse(["--eta", "2026-11-24T08:30"], { from: "user" });
    assert.deepEqual(jobOptionsOf(command), { eta: "2026-11-24T08:30:00.000Z" });
    assert.throws(() => command.parse(["--eta", "tomorrow"], { from: "user" }), /--eta.*It must be a date/);
  });

  test("what follows the job is a URL, or a task as JSON", () => {
    const command = quiet();
    addJobOptions(command);
    command.parse(["--on-failure", "https://hooks.example.org/a", "--on-success", '{"task": "noop"}'], { from: "user" });
    assert.deepEqual(jobOptionsOf(command), { on_failure: { webhook: "https://hooks.example.org/a" }, on_success: { task: "noop" } });
    const refused = quiet();
    addJobOptions(refused);
    assert.throws(() => refused.parse(["--on-failure", "{task: noop}"], { from: "user" }), /--on-failure.*It must be JSON/);
  });
});

function params(args: string[], file?: Record<string, unknown>): Record<string, unknown> {
  const command = quiet();
  addTaskFlags(command, FLAGS);
  command.parse(args, { from: "user" });
  return paramsOf(command, FLAGS, file);
}

function quiet(): Command {
  return new Command("run").exitOverride().configureOutput({ writeErr: () => {} });
}
