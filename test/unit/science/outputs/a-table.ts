import { FeatureTable } from "../../../../science/feature-table.js";
import { featureId } from "../../../../science/feature.js";
import type { ExportedTable } from "../../../../science/outputs/exported-table.js";

const SEQUENCES = ["ACGTACGTAC", "ACGTACGTAG", "ACGTACGTAT"];
const [ONE, TWO, THREE] = SEQUENCES.map(featureId) as [string, string, string];

/** Names that other programs could take for something else. */
export const HOSTILE = ["=cmd|'/c calc'!A1", "#2", "007", '<b>"e"</b>'];

/** Three features in four samples, one of them without reads. */
export function aTable(): ExportedTable {
  const counts = new FeatureTable(HOSTILE);
  counts.add(ONE, HOSTILE[0] as string, 12);
  counts.add(ONE, "007", 3);
  counts.add(TWO, "#2", 5);
  counts.add(THREE, "007", 1);
  const names = [
    ["Bacteria", "Bacillota", "Bacillus, s.l."],
    ["Bacteria", "", ""],
    ["", "", ""],
  ];
  return {
    ranks: ["domain", "supergroup", "genus"],
    features: [ONE, TWO, THREE].map((id, index) => ({
      id,
      sequence: SEQUENCES[index] as string,
      names: names[index] as string[],
      confidence: [0.97, 1, null][index] as number | null,
    })),
    samples: HOSTILE.map((id, index) => ({
      id,
      metadata: {
        longitude: `-${index}.50`,
        "a/b": ["x", "=1+1", '"quoted"', ""][index] as string,
        id: String(index),
        "": "nameless",
      },
    })),
    counts,
    nameOf: new Map(),
  };
}
