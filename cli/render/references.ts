import type { Reference } from "../api/types.js";
import { table } from "./table.js";
import { count, oneLine, time } from "./text.js";

/** A line for each version. */
export function renderReferences(references: readonly Reference[]): string {
  return table(
    [
      { heading: "Reference" },
      { heading: "" },
      { heading: "Sequences", align: "right" },
      { heading: "Ranks" },
      { heading: "Installed (UTC)" },
    ],
    references.map(({ id, active, sequences, ranks, installed_at: at }) => [
      id,
      active ? "*" : "",
      count(sequences),
      ranks.join(","),
      time(at),
    ]),
  );
}

export function renderReference(reference: Reference): string {
  const { id, active, sequences, ranks, unnamed, conflicts, ambiguous, sha256 } = reference;
  const rows: [string, string | null][] = [
    ["Reference", active ? `${id} (active)` : id],
    ["Sequences", `${count(sequences)}, ${count(reference.min_length)} to ${count(reference.max_length)} bases`],
    ["Ranks", ranks.join(", ")],
    ["Headers", reference.header_format],
    ["Without names", count(unnamed)],
    ["Conflicts", count(conflicts)],
    ["Ambiguous", ambiguous === null ? null : count(ambiguous)],
    ["SHA-256", sha256],
    ["Licence", reference.licence],
    ["Citation", reference.citation],
    ["Installed", `${time(reference.installed_at)} UTC by ${oneLine(reference.installed_by)}, job ${reference.job}`],
  ];
  return table(
    [{ heading: "" }, { heading: "" }],
    rows.flatMap(([name, value]) => (value === null ? [] : [[name, oneLine(value)]])),
  ).trimStart();
}
