import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { featureId } from "../science/feature.js";
import { memberRows } from "../science/swarms.js";
import { textLines } from "../science/text-lines.js";
import { chosenSequences } from "./chosen-sequences.js";
import { countLines, countRecords, expectCount, expectSome, thousands } from "./counts.js";
import type { FeatureFinder } from "./find-features.js";

/** The swarms with enough reads, each by its seed; and which sequence belongs to which. */
export const swarms: FeatureFinder = async ({ artifacts, swarm, threads }, { run, uniques, parameters }, context) => {
  const { min_size: minSize } = parameters;
  const [input, seeds, found, kept] = ["input.fasta", "seeds.fasta", "swarms.txt", "kept.fasta"].map((name) =>
    join(context.folder, name),
  ) as [string, string, string, string];
  // Swarm decides between equals by their names: those of the sequences do not depend on where they came from.
  const plain = await chosenSequences(context, await artifacts.pathOf(uniques.sequences), input, ({ sequence, size }) =>
    /^[ACGT]+$/.test(sequence) ? { name: featureId(sequence), sequence, size } : null,
  );
  expectSome(run, plain.records, uniques.count, "swarm takes only A, C, G and T: look at the sequences, or at `denoiser`");
  context.ran(await swarm.cluster({ uniques: input, seeds, swarms: found, threads }, context));
  expectCount(run.stage, "swarm", plain.size, (await countRecords(seeds, context.signal)).size);

  const rows = memberRows(textLines(createReadStream(found, { encoding: "latin1", signal: context.signal })));
  const members = await context.store((path) => pipeline(rows, createWriteStream(path)));
  const told = await countLines(await context.pathOf(members.artifact), context.signal);
  expectCount(run.stage, "swarm", plain.records, told);

  const { records, size } = await chosenSequences(context, seeds, kept, (seed) => (seed.size >= minSize ? seed : null));
  expectSome(run, records, uniques.count, `no swarm has ${minSize} reads: look at \`min_size\``);
  const of = (reads: number) => `${thousands(reads)} of ${thousands(uniques.count)} reads`;
  if (plain.size < uniques.count) context.warn(`${of(uniques.count - plain.size)} took no part: swarm takes only A, C, G and T`);
  if (size < plain.size)
    context.warn(`${of(plain.size - size)} are in swarms of fewer than ${minSize} reads (\`min_size\`), which are no features`);
  return { sequences: (await context.keep(kept)).artifact, features: records, count: size, members: members.artifact };
};
