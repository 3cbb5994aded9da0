import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

interface Row {
  numbers: string[];
  proofs: string[];
  files: string[];
}

/** Of sections 7, 10 to 13 and 15 to 17: what a job queue promises. */
const QUEUE = { G: 9, J: 7, K: 11, M: 6, N: 6, P: 8, Q: 6, R: 10 };

const rows = readFileSync("docs/features.md", "utf8")
  .split("\n")
  .filter((line) => /^\| (?!#|---)/.test(line))
  .map(rowOf);

/** `| K7-K10 | feature | a title; another | a file, another beside it |` */
function rowOf(line: string): Row {
  const [numbers = "", , proofs = "", files = ""] = line.slice(2, -1).split(" | ");
  const named = numbers.replace(/ ?\([^)]*\)/g, "").split(", ");
  return { numbers: named.flatMap(spread), proofs: proofs.split("; "), files: files.trim().split(", ").filter(Boolean) };
}

function spread(number: string): string[] {
  const [, letter = "", from, to] = /^([A-Z])(\d+)-[A-Z](\d+)$/.exec(number) ?? [];
  return letter ? Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => `${letter}${Number(from) + at}`) : [number];
}

/** What stands in a file, or in all files of a folder; one without a folder lies beside the one before. */
function textOf(files: string[]): string {
  let folder = ".";
  return files
    .map((file) => {
      const path = existsSync(file) ? file : join(folder, file);
      folder = dirname(path);
      if (!statSync(path).isDirectory()) return readFileSync(path, "utf8");
      return readdirSync(path, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(join(path, name), "utf8"))
        .join("\n");
    })
    .join("\n");
}

test("what docs/features.md names as proof of a feature stands in the files beside it; the rest is said by other rows or run by hand", () => {
  const known = new Set(rows.flatMap(({ numbers }) => numbers));
  const isElsewhere = (proof: string) => proof.startsWith("`") || proof.split(" to ").every((number) => known.has(number));
  const missing = rows.flatMap(({ numbers, proofs, files }) => {
    const text = textOf(files);
    return proofs.filter((proof) => !text.includes(proof) && !isElsewhere(proof)).map((proof) => `${numbers.join()}: ${proof}`);
  });
  assert.deepEqual(missing, []);
});

test("each feature of a job queue has a row", () => {
  const known = new Set(rows.flatMap(({ numbers }) => numbers));
  const wanted = Object.entries(QUEUE).flatMap(([letter, count]) => Array.from({ length: count }, (_, at) => `${letter}${at + 1}`));
  assert.deepEqual(
    wanted.filter((number) => !known.has(number)),
    [],
  );
});
