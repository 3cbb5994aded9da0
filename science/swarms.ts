import { nameOf } from "./fasta-records.js";

/**
 * The rows of a table of members: name of a sequence, name of the seed of its swarm.
 *
 * @param lines of swarm's output: the headers of a swarm's members, the seed first
 */
export async function* memberRows(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) {
    const [seed, ...others] = line.split(" ").map(nameOf);
    for (const member of [seed, ...others]) yield `${member}\t${seed}\n`;
  }
}
