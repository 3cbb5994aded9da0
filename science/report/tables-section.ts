import { shortCitation } from "../citations/citation.js";
import type { Parameters } from "../citations/used.js";
import type { Taxon } from "../taxa.js";
import { count, html, type Markup, share } from "./html.js";
import type { ReportData, ReportTable } from "./report-data.js";
import { table } from "./table.js";

const MOST_TAXA = 50;

/** What the features with the same names have together, most reads first. */
export interface NamedTaxon extends Pick<Taxon, "reads" | "features"> {
  lineage: string;
}

export function taxaTable(taxa: readonly NamedTaxon[], all: number): Markup {
  const rows = taxa.slice(0, MOST_TAXA).map(
    ({ lineage, reads, features }) =>
      html`<tr><td class="lineage">${lineage === "" ? "no certain name" : lineage}</td><td class="number">${count(reads)}</td><td class="number">${share(reads, all)}</td><td class="number">${count(features)}</td></tr>
`,
  );
  const more = taxa.length > MOST_TAXA ? html`<p class="note">The first ${MOST_TAXA} of ${count(taxa.length)}.</p>` : null;
  const head = [html`<th>taxon</th>`, ...["reads", "share", "features"].map((name) => html`<th class="number">${name}</th>`)];
  return html`${table(head, rows)}${more}`;
}

/** The first column names the row. Columns of numbers stand on the right, in four digits that count. */
export function plainTable({ head, rows }: ReportTable): Markup {
  const isNumeric = head.map((_, at) => at > 0 && rows.every((row) => /^-?[\d.]*(e-?\d+)?$/.test(row[at] ?? "")));
  const kind = (at: number) => (isNumeric[at] ? "number" : "keep");
  return table(
    head.map((name, at) => html`<th class="${kind(at)}">${name}</th>`),
    rows.map(
      (row) => html`<tr>${row.map((cell, at) => html`<td class="${kind(at)}">${isNumeric[at] ? shownNumber(cell) : cell}</td>`)}</tr>
`,
    ),
  );
}

function shownNumber(cell: string): string {
  const value = Number(cell);
  if (cell === "") return "";
  return Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(4)));
}

/** Names and what they are set to. */
export function pairsTable(pairs: Parameters): Markup {
  const rows = Object.entries(pairs).map(
    ([name, value]) => html`<tr><th class="keep"><code>${name}</code></th><td>${String(value ?? "none")}</td></tr>
`,
  );
  return table([], rows);
}

export function citationList({ citations }: Pick<ReportData, "citations">): Markup {
  return html`<ol class="references">${citations.map(
    (
      citation,
    ) => html`<li>${shortCitation(citation)}: ${citation.title}. ${citation.source}. <a href="https://doi.org/${citation.doi}">doi:${citation.doi}</a></li>
`,
  )}</ol>`;
}

export function fileList({ files }: Pick<ReportData, "files">): Markup {
  const rows = files.map(
    ({ name, sizeBytes }) => html`<tr><th class="keep"><code>${name}</code></th><td class="number">${count(sizeBytes)} bytes</td></tr>
`,
  );
  return table([], rows);
}
