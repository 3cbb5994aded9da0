import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { calibrateNovelty, cutterOf } from "../activities/calibrate-novelty.js";
import { type Attempt, judgeFold } from "../activities/left-out-fold.js";
import { readMembers, referenceRecords } from "../activities/reference-members.js";
import { loadConfig } from "../config/config.js";
import { MARKERS, type MarkerName } from "../contracts/markers.js";
import type { LeftOut } from "../science/novelty/calibration.js";
import { type Area, areaWithInterval, intervalOf, redrawnAreas } from "../science/novelty/error-rates.js";
import { leaveOut } from "../science/novelty/left-out.js";
import { type Logistic, scoreOf, standardOf } from "../science/novelty/logistic.js";
import { readReference, surveyReference } from "../science/read-reference.js";
import { ToolRunner } from "../tools/run-tool.js";
import { detectSandbox } from "../tools/sandbox.js";
import { Tokens } from "../tools/tokens.js";
import { Vsearch } from "../tools/vsearch.js";
import type { Row } from "./benchmark.js";

/** The specification's figures for identity and confidence added, on the same kind of set: to be passed. */
const TO_PASS: Record<string, number> = { genus: 0.844, family: 0.91 };

/** No seed of the product's, and none that anything was chosen by. */
const SEED = 20_261_128;

interface Set {
  reference: string;
  marker: MarkerName;
  /** Sequences of left-out taxa, and as many whose taxon stays. */
  size: number;
  ranks: readonly string[];
}

const SETS: readonly Set[] = [
  { reference: "references/mifish-12s-v3.83.sintax.fasta.gz", marker: "12S-MiFish", size: 2500, ranks: ["genus", "family"] },
  { reference: "example-16s/silva-138.2-seed-v4.sintax.fasta.gz", marker: "16S-V4", size: 1000, ranks: ["genus"] },
];

/**
 * Takes whole taxa away from a reference, and single sequences of others, and tells the two apart with what is left: by
 * identity alone, by confidence alone, by both added, and by the score, whose calibration knows only what is left.
 */
export async function novelty(): Promise<Row[]> {
  const { testData, searchPath } = loadConfig();
  const vsearch = new Vsearch(new ToolRunner(await detectSandbox(searchPath), new Tokens({ threads: 2, memoryBytes: 4e9 }), searchPath));
  const rows: Row[] = [];
  for (const set of SETS) {
    for (const rank of set.ranks) {
      const path = join(testData, set.reference);
      if (existsSync(path)) rows.push(await toldApart(vsearch, path, set, rank));
      else rows.push({ name: `novelty, ${set.marker}`, measured: `needs the test data, ${set.reference}`, target: "", reached: null });
    }
  }
  return rows;
}

async function toldApart(vsearch: Vsearch, packed: string, { marker, size }: Set, rank: string): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), "avalanche-novelty-"));
  try {
    const tools = { vsearch, threads: 2 };
    const context = attemptIn(folder);
    const [whole, rest] = ["whole.fasta", "left.fasta"].map((name) => join(folder, name)) as [string, string];
    const bytes = () => createReadStream(packed).pipe(createGunzip()) as AsyncIterable<Buffer>;
    const { ranks } = await surveyReference(bytes());
    await readReference(bytes(), createWriteStream(whole), ranks);
    const { forwardPrimer, reversePrimer, minLength, maxLength } = MARKERS[marker];
    const lengths = { min_length: minLength, max_length: maxLength };
    const parameters = { forward_primer: forwardPrimer, reverse_primer: reversePrimer, ...lengths, calibration_size: 4500, seed: 1 };
    const cut = cutterOf(parameters);
    const members = await readMembers(whole, ranks, [rank], cut, context.signal);
    const [fold] = leaveOut(members, 1, { folds: 1, size, mostOfOne: Number.POSITIVE_INFINITY, seed: SEED });
    if (fold === undefined) throw new Error("nothing was left out");
    const asked = { reference: whole, ranks, judged: [rank], members, cut, seed: 1 };
    const [leftOut = []] = (await judgeFold(tools, asked, fold, 0, context)).leftOut;
    await pipeline(async function* () {
      for await (const { at, name, sequence } of referenceRecords(whole, context.signal)) {
        if (!fold.gone.has(at)) yield `>${name};\n${sequence}\n`;
      }
    }, createWriteStream(rest));
    const { ranks: calibrated } = await calibrateNovelty(tools, { name: packed, ranks }, rest, parameters, context);
    const model = calibrated.find((one) => one.rank === rank)?.model;
    if (model === undefined) throw new Error(`${rank} was not calibrated`);
    return rowOf(`novelty, ${marker}, whole ${rank === "genus" ? "genera" : "families"} left out`, rank, leftOut, model);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rowOf(name: string, rank: string, leftOut: readonly LeftOut[], model: Logistic): Row {
  const { means, spreads } = standardOf(leftOut);
  const plain = (measures: readonly number[], at: number) => (measures[at]! - means[at]!) / spreads[at]!;
  const judged = (score: (measures: readonly number[]) => number) => leftOut.map((one) => ({ ...one, score: score(one.measures) }));
  const ways = {
    identity: judged((measures) => plain(measures, 0)),
    confidence: judged((measures) => plain(measures, 1)),
    "both added": judged((measures) => plain(measures, 0) + plain(measures, 1)),
  };
  const score = judged((measures) => scoreOf(model, measures));
  const added = redrawnAreas(ways["both added"], SEED);
  const more = redrawnAreas(score, SEED).map((area, at) => area - added[at]!);
  const target = TO_PASS[rank] ?? 0;
  const { low, high } = intervalOf(more);
  return {
    name: `${name}, ${leftOut.length} sequences`,
    measured: `area under the curve ${shown(areaWithInterval(score, SEED))}; above both added by ${low.toFixed(3)} to ${high.toFixed(3)}`,
    peer: Object.entries(ways)
      .map(([way, scores]) => `${way} ${shown(areaWithInterval(scores, SEED))}`)
      .join(", "),
    target: `above ${target}`,
    reached: areaWithInterval(score, SEED).area > target,
  };
}

function shown({ area, low, high }: Area): string {
  return `${area.toFixed(3)} (95 % ${low.toFixed(3)} to ${high.toFixed(3)})`;
}

/** Of no job: what it used and warned of is not kept. */
function attemptIn(folder: string): Attempt {
  const { signal } = new AbortController();
  const nothing = () => undefined;
  return { folder, signal, kill: signal, memoryScale: 1, onLog: nothing, onWait: nothing, ran: nothing, progress: nothing, warn: nothing };
}
