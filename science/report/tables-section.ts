import { shortCitation } from "../citations/citation.js";
import type { Parameters } from "../citations/used.js";
import type { Taxon } from "../taxa.js";
import { count, html, type Markup, share } from "./html.js";
import type { ReportData, ReportTable } from "./report-data.js";

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
  return html`<div class="wide"><table><thead><tr><th>taxon</th><th class="number">reads</th><th class="number">share</th><th class="number">features</th></tr></thead>
<tbody>${rows}</tbody></table></div>${more}`;
}

export function plainTable({ note, head, rows }: ReportTable): Markup {
  return html`<p>${note}</p><div class="wide"><table><thead><tr>${head.map((name) => html`<th>${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${row.map((cell) => html`<td class="keep">${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}

/** Names and what they are set to. */
export function pairsTable(pairs: Parameters): Markup {
  return html`<div class="wide"><table><tbody>${Object.entries(pairs).map(
    ([name, value]) => html`<tr><th class="keep"><code>${name}</code></th><td>${String(value ?? "none")}</td></tr>
`,
  )}</tbody></table></div>`;
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
  return html`<div class="wide"><table><tbody>${files.map(
    ({ name, sizeBytes }) => html`<tr><th class="keep"><code>${name}</code></th><td class="number">${count(sizeBytes)} bytes</td></tr>
`,
  )}</tbody></table></div>`;
}
