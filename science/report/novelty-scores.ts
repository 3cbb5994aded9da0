import { displayName } from "../ranks.js";
import { sum } from "../sum.js";
import { count, html, type Markup, share } from "./html.js";
import { features, type Finding, FINDINGS, findingAt, markAt } from "./novelty-marks.js";
import type { Novelty, NoveltyFeature, NoveltyRank } from "./read-novelty.js";

/** Lines; the taxa with lower scores are told in number only. */
const MOST_TAXA = 30;

interface Taxon {
  name: string;
  members: NoveltyFeature[];
  /** The highest score of a member. */
  most: number;
}

/** The scores at one rank: a line a taxon, the highest score first, a mark a feature, and the threshold through all lines. */
export function scoreLines(novelty: Novelty, at: NoveltyRank): Markup {
  const { rank, threshold } = at;
  const taxa = taxaOf(novelty, rank);
  const grouped = novelty.ranks[0]?.rank ?? rank;
  const rest = taxa.slice(MOST_TAXA);
  const more = sum(rest.map(({ members }) => members.length));
  const note =
    rest.length === 0
      ? null
      : html`<p class="note">The ${MOST_TAXA} of ${count(taxa.length)} with the highest scores; the others hold ${features(more)}, none above ${(rest[0]?.most ?? 0).toFixed(2)}.</p>`;
  return html`<dl class="bars scores"><dt class="axis"><small>${grouped} of the nearest reference</small></dt><dd class="axis">${axis(threshold)}</dd>
${taxa.slice(0, MOST_TAXA).map((taxon) => line(novelty, taxon, at))}</dl>${note}`;
}

function taxaOf({ ranks, features: all }: Novelty, rank: string): Taxon[] {
  const grouped = ranks[0]?.rank ?? rank;
  const byName = new Map<string, NoveltyFeature[]>();
  for (const feature of all) {
    addTo(byName, nameOf(feature, grouped), feature);
  }
  return [...byName]
    .map(([name, members]) => ({ name, members, most: members.reduce((most, member) => Math.max(most, scoreOf(member, rank)), 0) }))
    .sort((a, b) => b.most - a.most || (a.name < b.name ? -1 : 1));
}

function nameOf({ nearest }: NoveltyFeature, rank: string): string {
  if (nearest === null) return "no reference is near";
  const name = nearest.lineage.get(rank);
  return name === undefined ? `no ${rank} is told` : displayName(name) || name;
}

function axis(threshold: number): Markup {
  return html`<svg aria-hidden="true"><text x="0" y="1em">0</text><text x="100%" y="1em" text-anchor="end">1</text><text class="limit" x="${percent(threshold)}" y="1em" text-anchor="${threshold > 0.5 ? "end" : "start"}">threshold ${threshold}</text></svg>`;
}

function line(novelty: Novelty, { name, members }: Taxon, { rank, threshold }: NoveltyRank): Markup {
  const counts = new Map<Finding, number>();
  for (const member of members) counts.set(findingAt(novelty, member, rank), (counts.get(findingAt(novelty, member, rank)) ?? 0) + 1);
  const said = FINDINGS.flatMap((finding) => (counts.has(finding) ? [`${counts.get(finding)} ${finding}`] : [])).join(", ");
  const limit = percent(threshold);
  return html`<dt>${name} <small>${count(members.length)}</small></dt><dd><svg role="img" aria-label="${name}: ${said}"><line class="grid" x1="0" x2="100%" y1="50%" y2="50%"></line><line class="limit" x1="${limit}" x2="${limit}" y1="0" y2="100%"></line>${marksOf(novelty, members, rank)}</svg></dd>
`;
}

/** Equal scores of equal findings share a mark; what is novel lies on top. */
function marksOf(novelty: Novelty, members: readonly NoveltyFeature[], rank: string): Markup[] {
  const together = new Map<string, NoveltyFeature[]>();
  for (const finding of [...FINDINGS].reverse()) {
    for (const member of members) {
      if (findingAt(novelty, member, rank) !== finding) continue;
      addTo(together, `${finding} ${scoreOf(member, rank).toFixed(2)}`, member);
    }
  }
  return [...together].map(([key, same]) => {
    const [finding, score] = key.split(" ") as [Finding, string];
    return markAt(finding, percent(Number(score)), "50%", `${said(same, rank)}: score ${score}, ${finding}`);
  });
}

/** One feature with what its score rests on, or how many there are. */
function said(same: readonly NoveltyFeature[], rank: string): string {
  const [first] = same;
  if (first === undefined || same.length > 1) return features(same.length);
  const { nearest, scores } = first;
  const near = nearest === null ? "no reference is near" : `nearest reference ${share(nearest.identity, 1)}`;
  return `${first.id} (${near}, confidence ${(scores.get(rank)?.confidence ?? 0).toFixed(2)})`;
}

function addTo(groups: Map<string, NoveltyFeature[]>, key: string, feature: NoveltyFeature): void {
  const group = groups.get(key);
  if (group) group.push(feature);
  else groups.set(key, [feature]);
}

export function scoreOf({ scores }: NoveltyFeature, rank: string): number {
  return scores.get(rank)?.score ?? 0;
}

/** Within the picture, with room for a mark at both ends. */
function percent(score: number): string {
  return `${(1.5 + 97 * score).toFixed(1)}%`;
}
