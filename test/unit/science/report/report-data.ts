import type { ReportData } from "../../../../science/report/report-data.js";
import { aTable, HOSTILE } from "../outputs/a-table.js";

/** All sections, names as hostile as they come. */
export function reportData(): ReportData {
  const table = aTable();
  const given = Object.fromEntries(HOSTILE.map((name, index) => [name, 20 * (index + 1)]));
  return {
    analysisType: "taxonomic",
    table,
    reads: { check_input: given, map_reads: table.counts.depths },
    reference: { name: 'x"><script>alert(1)</script>.fasta', sha256: "ab".repeat(32) },
    parameters: { marker: "16S-V4", min_confidence: 0.8, min_length: null },
    versions: { vsearch: "2.22.1" },
    warnings: ["</ul><script>alert(2)</script>"],
    methods: "Reads were read.\n",
    citations: [{ key: "a", author: "A, B", year: 2016, title: "On <b>", source: "J", volume: "1", doi: "10.1/x" }],
    files: [{ name: "features.tsv", sizeBytes: 1234 }],
    rarefaction: [{ sample: "<i>", points: [[10, 2]] }],
    ordination: {
      measure: "bray_curtis",
      points: [
        { sample: "</svg>", x: 0, y: 0 },
        { sample: "b", x: 1, y: 0 },
        { sample: "c", x: 0.5, y: 1 },
      ],
      explained: [0.5, null],
    },
    novelty: { note: "near <none>", head: ["feature"], rows: [["<u>"]] },
  };
}
