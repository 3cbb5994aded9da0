/** A rooted tree in arrays: children stand before their parents, the root last. */
export interface Tree {
  /** Place of the parent; -1 for the root. */
  parents: number[];
  /** Of the branch above each node. */
  lengths: number[];
  /** Tips have one; of inner nodes it is a support or nothing. */
  names: string[];
}

/** Punctuation, a quoted label, or plain text. */
const TOKEN = /[(),:;]|'(?:[^']|'')*'|[^(),:;'\s]+/g;

/**
 * Reads a tree in Newick format. Branches without a length have 0; those below 0, as some programs write them, too.
 *
 * @throws {Error} where brackets do not match or a length is no number
 */
export function parseNewick(text: string): Tree {
  const tree: Tree = { parents: [], lengths: [], names: [] };
  const open: number[][] = [];
  let children: number[] = [];
  let label = "";
  let length = 0;
  let isLength = false;
  const close = () => {
    const node = tree.parents.push(-1) - 1;
    tree.names.push(label);
    tree.lengths.push(Math.max(0, length));
    for (const child of children) tree.parents[child] = node;
    [children, label, length] = [[], "", 0];
    return node;
  };
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "(") open.push([]);
    else if (token === "," || token === ")") {
      const siblings = open.at(-1);
      if (!siblings) throw new Error(`the tree has a ${token} outside of brackets`);
      siblings.push(close());
      if (token === ")") children = open.pop() ?? [];
    } else if (token === ";") break;
    else if (token === ":") isLength = true;
    else if (isLength) [length, isLength] = [toLength(token), false];
    else label = token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token;
  }
  if (open.length > 0) throw new Error(`the tree has ${open.length} open brackets at its end`);
  close();
  return tree;
}

function toLength(token: string): number {
  const length = Number(token);
  if (!Number.isFinite(length)) throw new Error(`the tree has the branch length ${token}`);
  return length;
}
