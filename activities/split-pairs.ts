import { createReadStream } from "node:fs";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SampleTags } from "../contracts/analysis.js";
import { textLines } from "../science/text-lines.js";
import { TagCounts } from "../science/tag-counts.js";
import { TagReader } from "../science/tag-reader.js";
import { readTagTitle } from "../science/tag-title.js";
import { thousands } from "./counts.js";
import type { StageContext } from "./stage-context.js";
import { sum } from "../science/sum.js";

export interface SplitPairs {
  /** A pair of files a sample, in the samples' order. */
  files: { forward: string; reverse: string; pairs: number }[];
  counts: TagCounts;
  /** Pairs in which the tags are too far from any, or as near to another. */
  uncertain: number;
}

/** Characters that are gathered for a file before they are written: many samples' files are written side by side. */
const GATHERED = 64 * 1024;
/** Pairs after which progress is told. */
const TOLD = 10_000;

/** Divides pairs, whose titles say which tags were found, over files of their samples, and cuts the tags off. */
export async function splitPairs(
  context: StageContext,
  tagged: readonly { forward: string; reverse: string; pairs: number }[],
  samples: readonly SampleTags[],
  tags: { forward: readonly string[]; reverse: readonly string[] },
): Promise<SplitPairs> {
  const outputs = new Map(samples.map(({ forward, reverse }, index) => [`${forward} ${reverse}`, new SampleFiles(context.folder, index)]));
  const [forwardTags, reverseTags] = [new TagReader(tags.forward), new TagReader(tags.reverse)];
  const counts = new TagCounts(samples);
  const total = sum(tagged.map(({ pairs }) => pairs));
  let [done, uncertain] = [0, 0];
  for (const files of tagged) {
    for await (const [one, two] of pairsOf(context, files)) {
      if (++done % TOLD === 0) context.progress(done / total, `${thousands(done)} of ${thousands(total)} pairs`);
      const { id, forward, reverse } = readTagTitle(one.title);
      if (!forwardTags.isCertain(forward.tag, forward.bases) || !reverseTags.isCertain(reverse.tag, reverse.bases)) {
        uncertain++;
        continue;
      }
      const [forwardTag, reverseTag] = [tags.forward[forward.tag] as string, tags.reverse[reverse.tag] as string];
      counts.add(forwardTag, reverseTag);
      const output = outputs.get(`${forwardTag} ${reverseTag}`);
      await output?.add(withoutTag(id, one, forwardTag), withoutTag(id, two, reverseTag));
    }
  }
  for (const output of outputs.values()) await output.end();
  return { files: [...outputs.values()], counts, uncertain };
}

interface Fastq {
  title: string;
  sequence: string;
  quality: string;
}

function withoutTag(id: string, { sequence, quality }: Fastq, tag: string): string {
  return `@${id}\n${sequence.slice(tag.length)}\n+\n${quality.slice(tag.length)}\n`;
}

/** Two files that a tool wrote in step. @throws {Error} where they are not */
async function* pairsOf(context: StageContext, { forward, reverse }: { forward: string; reverse: string }): AsyncGenerator<[Fastq, Fastq]> {
  const [ones, twos] = [recordsOf(context, forward), recordsOf(context, reverse)];
  for await (const one of ones) {
    const two = (await twos.next()).value as Fastq | undefined;
    if (two === undefined || two.title !== one.title) throw new Error("cutadapt wrote two files that are not in step");
    yield [one, two];
  }
}

async function* recordsOf(context: StageContext, path: string): AsyncGenerator<Fastq, undefined> {
  let lines: string[] = [];
  for await (const line of textLines(createReadStream(path, { encoding: "latin1", signal: context.signal }))) {
    lines.push(line);
    if (lines.length < 4) continue;
    const [title = "", sequence = "", , quality = ""] = lines;
    yield { title, sequence, quality };
    lines = [];
  }
  return undefined;
}

/** One sample's pair of files; they are there also where nothing is in them. */
class SampleFiles {
  readonly forward: string;
  readonly reverse: string;
  pairs = 0;
  #texts: [string, string] = ["", ""];
  #isBegun = false;

  constructor(folder: string, index: number) {
    this.forward = join(folder, `sample_${index + 1}_R1.fastq`);
    this.reverse = join(folder, `sample_${index + 1}_R2.fastq`);
  }

  async add(one: string, two: string): Promise<void> {
    this.pairs++;
    this.#texts[0] += one;
    this.#texts[1] += two;
    if (this.#texts[0].length > GATHERED) await this.end();
  }

  async end(): Promise<void> {
    const write = this.#isBegun ? appendFile : writeFile;
    this.#isBegun = true;
    const [one, two] = this.#texts;
    this.#texts = ["", ""];
    await write(this.forward, one, "latin1");
    await write(this.reverse, two, "latin1");
  }
}
