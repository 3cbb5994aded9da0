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
  const reader = new NewickReader();
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === ";") break;
    reader.take(token);
  }
  return reader.end();
}

class NewickReader {
  readonly #tree: Tree = { parents: [], lengths: [], names: [] };
  /** For each open bracket the nodes in it. */
  readonly #open: number[][] = [];
  /** Of the node that is being read. */
  #children: number[] = [];
  #label = "";
  #length = 0;
  #isLength = false;

  take(token: string): void {
    if (token === "(") this.#open.push([]);
    else if (token === "," || token === ")") this.#closeSibling(token);
    else if (token === ":") this.#isLength = true;
    else if (this.#isLength) [this.#length, this.#isLength] = [toLength(token), false];
    else this.#label = token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token;
  }

  end(): Tree {
    if (this.#open.length > 0) throw new Error(`the tree has ${this.#open.length} open brackets at its end`);
    this.#close();
    return this.#tree;
  }

  #closeSibling(token: string): void {
    const siblings = this.#open.at(-1);
    if (!siblings) throw new Error(`the tree has a ${token} outside of brackets`);
    siblings.push(this.#close());
    if (token === ")") this.#children = this.#open.pop() ?? [];
  }

  #close(): number {
    const { parents, lengths, names } = this.#tree;
    const node = parents.push(-1) - 1;
    names.push(this.#label);
    lengths.push(Math.max(0, this.#length));
    for (const child of this.#children) parents[child] = node;
    [this.#children, this.#label, this.#length] = [[], "", 0];
    return node;
  }
}

function toLength(token: string): number {
  const length = Number(token);
  if (!Number.isFinite(length)) throw new Error(`the tree has the branch length ${token}`);
  return length;
}
