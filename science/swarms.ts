import { nameOf } from "./fasta-records.js";

/**
 * The rows of a table of members: MD5 of a sequence, MD5 of the seed of its swarm; in an order that does not depend on how
 * the swarms were found.
 *
 * @param lines of swarm's output: the headers of a swarm's members, the seed first
 * @param idOf the MD5 of the sequence of that name
 * @throws {Error} where a name is unknown
 */
export async function memberRows(lines: AsyncIterable<string>, idOf: ReadonlyMap<string, string>): Promise<string[]> {
  const rows: string[] = [];
  const known = (name: string): string => {
    const id = idOf.get(nameOf(name));
    if (id === undefined) throw new Error(`swarm answered for an unknown sequence: ${name}`);
    return id;
  };
  for await (const line of lines) {
    const [seed, ...others] = line.split(" ").map(known);
    for (const member of [seed, ...others]) rows.push(`${member}\t${seed}\n`);
  }
  return rows.sort();
}
