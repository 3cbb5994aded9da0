import { parse } from "csv-parse/sync";
import { featureId } from "../../science/feature.js";
import { parseFeatureTable } from "../../science/feature-table.js";
import { displayName } from "../../science/ranks.js";

export interface Comparison {
  samples: { sample: string; expected: number; found: number; missing: string[]; falseFeatures: number }[];
  features: number;
  /** Features that are in no sample's truth. */
  falseFeatures: number;
  /** Genera that the reference holds, and how many of them were named. */
  knownGenera: number;
  namedGenera: number;
  unnamedGenera: string[];
}

interface Member {
  sample: string;
  genus: string;
  genus_in_reference: string;
  sequence: string;
}

/**
 * Holds an analysis against what is known to be in its samples. A feature is true where its sequence is, to the base,
 * one of the sample's members; a genus is named where a feature of one of its members bears its name.
 *
 * @param truth `truth.tsv`: sample, genus, genus_in_reference (True or False), sequence
 * @param features `features.tsv` of the analysis
 * @param taxonomy `taxonomy.tsv` of the analysis
 */
export function compareWithTruth(truth: string, features: string, taxonomy: string): Comparison {
  const members = rows<Member>(truth);
  const table = parseFeatureTable(features);
  const genusOf = new Map(rows<{ feature: string; genus?: string }>(taxonomy).map((row) => [row.feature, row.genus ?? ""]));
  const samples = [...new Set(members.map(({ sample }) => sample))].map((sample) => {
    const expected = new Map(
      members.filter((member) => member.sample === sample).map((member) => [featureId(member.sequence), member.genus]),
    );
    const present = table.features.filter((feature) => table.count(feature, sample) > 0);
    const found = present.filter((feature) => expected.has(feature));
    const missing = [...expected].filter(([feature]) => !present.includes(feature)).map(([, genus]) => genus);
    return { sample, expected: expected.size, found: found.length, missing, falseFeatures: present.length - found.length };
  });
  const isMember = new Set(members.map(({ sequence }) => featureId(sequence)));
  const known = members.filter((member) => member.genus_in_reference === "True");
  const named = known.filter((member) => genusOf.get(featureId(member.sequence)) === displayName(member.genus));
  const names = { known: distinct(known), named: new Set(distinct(named)) };
  return {
    samples,
    features: table.features.length,
    falseFeatures: table.features.filter((feature) => !isMember.has(feature)).length,
    knownGenera: names.known.length,
    namedGenera: names.named.size,
    unnamedGenera: names.known.filter((genus) => !names.named.has(genus)),
  };
}

function distinct(members: readonly Member[]): string[] {
  return [...new Set(members.map(({ genus }) => genus))].sort();
}

function rows<Row>(text: string): Row[] {
  return parse(text, { columns: true, delimiter: "\t", quote: false, relax_column_count: true }) as Row[];
}
