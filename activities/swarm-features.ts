import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fastaRecords } from "../science/fasta-records.js";
import { featureId } from "../science/feature.js";
import { memberRows } from "../science/swarms.js";
import { textLines } from "../science/text-lines.js";
import { chosenSequences } from "./chosen-sequences.js";
import { countRecords, expectCount, expectSome, thousands } from "./counts.js";
import type { FeatureFinder } from "./find-features.js";

/** The swarms with enough reads, each by its seed; and which sequence belongs to which. */
export const swarms: FeatureFinder = async ({ artifacts, swarm, threads }, { run, uniques, parameters }, context) => {
  const { min_size: minSize } = parameters;
  const [input, seeds, found, kept] = ["input.fasta", "seeds.fasta", "swarms.txt", "kept.fasta"].map((name) =>
    join(context.folder, name),
  ) as [string, string, string, string];
  const plain = await chosenSequences(context, await artifacts.pathOf(uniques.sequences), input, ({ sequence }) =>
    /^[ACGT]+$/.test(sequence),
  );
  expectSome(run, plain.records, uniques.count, "swarm takes only A, C, G and T: look at the sequences, or at `denoiser`");
  context.ran(await swarm.cluster({ uniques: input, seeds, swarms: found, threads }, context));
  expectCount(run.stage, "swarm", plain.size, (await countRecords(seeds, context.signal)).size);

  const idOf = new Map<string, string>();
  for await (const { name, sequence } of fastaRecords(createReadStream(input))) idOf.set(name, featureId(sequence));
  const rows = await memberRows(textLines(createReadStream(found, { encoding: "utf8", signal: context.signal })), idOf);
  expectCount(run.stage, "swarm", plain.records, rows.length);
  const members = await context.store((path) => pipeline(Readable.from(rows), createWriteStream(path)));

  const { records, size } = await chosenSequences(context, seeds, kept, (seed) => seed.size >= minSize);
  expectSome(run, records, uniques.count, `no swarm has ${minSize} reads: look at \`min_size\``);
  const of = (reads: number) => `${thousands(reads)} of ${thousands(uniques.count)} reads`;
  if (plain.size < uniques.count) context.warn(`${of(uniques.count - plain.size)} took no part: swarm takes only A, C, G and T`);
  if (size < plain.size)
    context.warn(`${of(plain.size - size)} are in swarms of fewer than ${minSize} reads (\`min_size\`), which are no features`);
  return { sequences: (await context.keep(kept)).artifact, features: records, count: size, members: members.artifact };
};
