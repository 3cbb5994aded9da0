import type { ExportedTable } from "../outputs/exported-table.js";

export interface TaxonNode {
  name: string;
  rank: string;
  reads: number;
  /** Most reads first. */
  children: TaxonNode[];
}

/** Features below one lineage add up; a rank without a name is skipped, so that what lies below it hangs one higher. */
export function taxaTree({ features, ranks, counts }: ExportedTable): TaxonNode {
  const root: TaxonNode = { name: "all", rank: "", reads: 0, children: [] };
  const known = new Map<TaxonNode, Map<string, TaxonNode>>();
  for (const { id, names } of features) {
    const reads = counts.total(id);
    let node = root;
    node.reads += reads;
    for (const [index, name] of names.entries()) {
      if (name === "") continue;
      node = childOf(known, node, name, ranks[index] ?? "");
      node.reads += reads;
    }
  }
  sort(root);
  return root;
}

function childOf(known: Map<TaxonNode, Map<string, TaxonNode>>, parent: TaxonNode, name: string, rank: string): TaxonNode {
  const children = known.get(parent) ?? new Map<string, TaxonNode>();
  known.set(parent, children);
  const key = `${rank}\t${name}`;
  const found = children.get(key) ?? { name, rank, reads: 0, children: [] };
  if (!children.has(key)) parent.children.push(found);
  children.set(key, found);
  return found;
}

function sort(node: TaxonNode): void {
  node.children.sort((a, b) => b.reads - a.reads || (a.name < b.name ? -1 : 1));
  for (const child of node.children) sort(child);
}
