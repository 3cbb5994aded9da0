import { count, html, type Markup, share } from "./html.js";
import type { TaxonNode } from "./taxa-tree.js";

/** Of the whole circle; thinner slices could not be seen, nor told from each other. */
const THINNEST = 1 / 1500;
/** Slices from this size on are reached by keyboard. */
const FOCUSABLE = 0.02;
const COLOURS = 10;

interface Slice {
  node: TaxonNode;
  lineage: string;
  /** Of the circle, 0 to 1. */
  from: number;
  to: number;
  depth: number;
  colour: string;
}

/** The hierarchy as rings, the highest rank inside. Drawn whole without a script; `SUNBURST_SCRIPT` adds names and zoom. */
export function sunburst(root: TaxonNode): Markup {
  const slices = slicesOf(root);
  const rings = Math.max(1, ...slices.map(({ depth }) => depth));
  return html`<p class="note">Each ring is a rank, each slice a taxon by its reads. Choose a slice to look into it, the centre to go one rank up.</p>
<svg id="sunburst" class="sunburst" viewBox="-370 -370 740 740" role="group" aria-label="Taxa as rings, the highest rank inside">
${slices.map((slice) => path(slice, rings, root.reads))}
<circle id="sunburst-centre" class="centre" r="48" tabindex="0" role="button" aria-label="One rank up"></circle>
<text id="sunburst-name" class="centre-name" text-anchor="middle">all</text></svg>
<p id="sunburst-where" class="where" aria-live="polite">All: ${count(root.reads)} reads</p>`;
}

function slicesOf(root: TaxonNode): Slice[] {
  const slices: Slice[] = [];
  const colourDepth = depthOfColours(root);
  let colours = 0;
  const walk = (node: TaxonNode, from: number, depth: number, lineage: string, colour: string) => {
    let at = from;
    for (const child of node.children) {
      const to = at + child.reads / Math.max(1, root.reads);
      if (to - at < THINNEST) break;
      const own = depth === colourDepth ? `c${colours < COLOURS ? colours++ : "x"}` : colour;
      const below = lineage === "" ? child.name : `${lineage}; ${child.name}`;
      slices.push({ node: child, lineage: below, from: at, to, depth, colour: own });
      walk(child, at, depth + 1, below, own);
      at = to;
    }
  };
  walk(root, 0, 1, "", "cx");
  return slices;
}

/** The first ring on which taxa differ: of bacteria alone, that of the phyla. */
function depthOfColours(root: TaxonNode): number {
  let depth = 1;
  let level = root.children;
  while (level.length === 1 && (level[0]?.children.length ?? 0) > 0) {
    level = level.flatMap(({ children }) => children);
    depth++;
  }
  return depth;
}

function path({ node, lineage, from, to, depth, colour }: Slice, rings: number, all: number): Markup {
  const title = `${lineage}: ${count(node.reads)} reads (${share(node.reads, all)})`;
  const focus = to - from >= FOCUSABLE ? html` tabindex="0" role="button"` : null;
  return html`<path class="${colour}" fill-opacity="${(1 - 0.07 * (depth - 1)).toFixed(2)}" d="${arc(from, to, depth, rings)}" data-from="${from.toFixed(6)}" data-to="${to.toFixed(6)}" data-depth="${depth}" data-name="${node.name}"${focus}><title>${title}</title></path>
`;
}

function arc(from: number, to: number, depth: number, rings: number): string {
  const thick = 240 / rings;
  const [inner, outer] = [50 + (depth - 1) * thick, 50 + depth * thick];
  // A full circle has no ends that an arc could join.
  const end = Math.min(to, from + 0.99999);
  const point = (radius: number, turn: number) =>
    `${(radius * Math.sin(2 * Math.PI * turn)).toFixed(2)},${(-radius * Math.cos(2 * Math.PI * turn)).toFixed(2)}`;
  const large = end - from > 0.5 ? 1 : 0;
  return `M${point(inner, from)}L${point(outer, from)}A${outer},${outer} 0 ${large} 1 ${point(outer, end)}L${point(inner, end)}A${inner},${inner} 0 ${large} 0 ${point(inner, from)}Z`;
}
