import type { Tree } from "./tree.js";

/** The deepest tip below a node. */
interface Reach {
  depth: number;
  tip: number;
}

/**
 * Puts the root in the middle of the longest way between two tips: programs that build trees leave it anywhere.
 * Source: Farris 1972, doi:10.1086/282802.
 */
export function midpointRoot(tree: Tree): Tree {
  const { parents, lengths } = tree;
  const reach: Reach[] = parents.map((_, node) => ({ depth: 0, tip: node }));
  let longest = { length: -1, tip: 0 };
  for (const [node, parent] of parents.entries()) {
    if (parent < 0) continue;
    // A child comes before its parent, so `reach` of the node is complete; that of the parent is what its earlier children have.
    const up = { depth: reach[node]!.depth + lengths[node]!, tip: reach[node]!.tip };
    const known = reach[parent]!;
    if (known.tip !== parent && known.depth + up.depth > longest.length)
      longest = { length: known.depth + up.depth, tip: known.depth >= up.depth ? known.tip : up.tip };
    if (known.tip === parent || up.depth > known.depth) reach[parent] = up;
  }
  let [node, below] = [longest.tip, 0];
  while (parents[node]! >= 0 && below + lengths[node]! < longest.length / 2) {
    below += lengths[node]!;
    node = parents[node]!;
  }
  return parents[node]! < 0 ? tree : rootAbove(tree, node, longest.length / 2 - below);
}

/** A new root on the branch above a node, `below` over it. */
function rootAbove({ parents, lengths, names }: Tree, node: number, below: number): Tree {
  const root = parents.length;
  const ways = new Map<number, { to: number; length: number }[]>();
  const join = (one: number, other: number, length: number) => {
    ways.set(one, [...(ways.get(one) ?? []), { to: other, length }]);
    ways.set(other, [...(ways.get(other) ?? []), { to: one, length }]);
  };
  for (const [child, parent] of parents.entries()) if (parent >= 0 && child !== node) join(child, parent, lengths[child]!);
  join(node, root, below);
  join(parents[node]!, root, lengths[node]! - below);
  const order: { node: number; from: number; length: number }[] = [{ node: root, from: -1, length: 0 }];
  for (let at = 0; at < order.length; at++) {
    const { node: here, from } = order[at]!;
    for (const { to, length } of ways.get(here) ?? []) if (to !== from) order.push({ node: to, from: here, length });
  }
  order.reverse();
  const places = new Map(order.map(({ node: here }, index) => [here, index]));
  return {
    parents: order.map(({ from }) => places.get(from) ?? -1),
    lengths: order.map(({ length }) => length),
    names: order.map(({ node: here }) => names[here] ?? ""),
  };
}
