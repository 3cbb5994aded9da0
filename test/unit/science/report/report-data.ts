import type { ReportData } from "../../../../science/report/report-data.js";
import { readGroupTests } from "../../../../science/report/read-diversity.js";
import { readNovelty } from "../../../../science/report/read-novelty.js";
import { aTable, HOSTILE } from "../outputs/a-table.js";

const NOVELTY = `feature\tfinding\tnovel_at\tfamily_score\tfamily_threshold\tfamily_confidence\tgenus_score\tgenus_threshold\tgenus_confidence\tnearest_reference\tnearest_lineage\tidentity\tcoverage\tclose_references\tclose_relatives
f1\tnovel\tgenus\t0.2\t0.7\t0.99\t0.91\t0.5\t0.31\tA1\tfamily:<u>idae;genus:<u>us\t0.925\t1\t0\t3
f2\tgap\tfamily\t0.8\t0.7\t0.1\t0.95\t0.5\t0.02\tB<2\tfamily:Other idae;genus:Other\t0.71\t0.9\t0\t0
f3\tknown\t\t0.01\t0.7\t1\t0.02\t0.5\t1\tA2\tfamily:<u>idae;genus:Known\t1\t1\t4\t9
f4\tgap\tfamily\t0.97\t0.7\t0\t0.99\t0.5\t0\t\t\t\t\t0\t0
`;

const CALIBRATION = `rank\tthreshold\tfalse_novelty\tfound_novelty\tknown_sequences\tleft_out_sequences\tleft_out_taxa
${["family", "genus"].map((rank) => ["0.3", "0.5", "0.7"].map((at) => `${rank}\t${at}\t${(0.7 - Number(at)).toFixed(1)}\t${(1 - Number(at)).toFixed(1)}\t400\t250\t40`).join("\n")).join("\n")}
`;

/** PERMDISP has no answer. */
const TESTS = `measure\ttest\tgroup_by\tgroups\tsamples\tstatistic\tr2\tp\tpermutations
jaccard\tpermanova\t<u>site</u>\t2\t4\t3.21\t0.5\t0.012\t999
jaccard\tpermdisp\t<u>site</u>\t2\t4\t\t\t\t999
`;

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
    alpha: { head: ["sample", "shannon"], rows: [["<i>", "1.23456"]] },
    groups: {
      column: "<u>site</u>",
      of: new Map([
        ["b", "<i>upper"],
        ["c", "lower"],
      ]),
      tests: readGroupTests(TESTS),
    },
    novelty: readNovelty(NOVELTY, CALIBRATION),
  };
}
