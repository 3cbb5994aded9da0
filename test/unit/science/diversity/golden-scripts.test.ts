import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";

/** The programs that made the golden files, as Debian has them. */
const SCRIPTS = [
  { script: "diversity/dune.R", program: "/usr/bin/Rscript", needs: "r-cran-vegan", at: "/usr/lib/R/site-library/vegan" },
  { script: "diversity/unifrac.py", program: "/usr/bin/python3", needs: "python3-skbio", at: "/usr/lib/python3/dist-packages/skbio" },
  { script: "controls/prevalence.R", program: "/usr/bin/Rscript", needs: "r-cran-jsonlite", at: "/usr/lib/R/site-library/jsonlite" },
];

for (const { script, program, needs, at } of SCRIPTS) {
  const skip = existsSync(program) && existsSync(at) ? false : `needs Debian's ${needs}`;
  test(`golden values of ${script} are what the program here computes`, { skip }, () => {
    const path = resolve("test/golden", script);
    const computed = JSON.parse(execFileSync(program, [path], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as unknown;
    const kept = JSON.parse(readFileSync(path.replace(/\.\w+$/, ".json"), "utf8")) as unknown;
    assert.deepEqual(rounded(computed), rounded(kept));
  });
}

/** Versions apart; numbers to nine digits; the sign of an axis is free. */
function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(9));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== "object" || value === null) return value;
  const { made_by: _, coordinates: __, permdisp: ___, permanova: ____, ...rest } = value as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, rounded(part)]));
}
