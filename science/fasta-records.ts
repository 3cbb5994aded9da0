export interface FastaRecord {
  /** The header up to the first blank, without `;size=`. */
  name: string;
  /** Reads that it stands for; 1 where the header does not say. */
  size: number;
  sequence: string;
}

/**
 * Reads FASTA that a stage of ours or vsearch wrote: one line a sequence, no surprises. For input there is `normalise-fasta.ts`.
 *
 * @param chunks the file's bytes
 */
export async function* fastaRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<FastaRecord> {
  for await (const batch of fastaBatches(chunks)) yield* batch;
}

/** The same, all records of a chunk at once: for files with the sequences of many reads, where a turn for each record takes longer than reading it. */
export async function* fastaBatches(chunks: AsyncIterable<Buffer>): AsyncGenerator<FastaRecord[]> {
  let rest = "";
  let header: string | null = null;
  for await (const chunk of chunks) {
    const lines = (rest + chunk.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    const batch: FastaRecord[] = [];
    for (const line of lines) {
      if (line.startsWith(">")) header = line;
      else if (header !== null && line !== "") {
        batch.push(toRecord(header, line));
        header = null;
      }
    }
    yield batch;
  }
  if (header !== null && rest !== "") yield [toRecord(header, rest)];
}

export function fastaText(record: FastaRecord): string {
  return `>${record.name};size=${record.size}\n${record.sequence}\n`;
}

function toRecord(header: string, sequence: string): FastaRecord {
  const title = header.slice(1).split(/[ \t]/, 1)[0] ?? "";
  const size = /;size=(\d+)/.exec(title)?.[1];
  return { name: nameOf(title), size: size === undefined ? 1 : Number(size), sequence: sequence.toUpperCase() };
}

/** A title of vsearch's output without its abundance: `a;size=4;` -> `a`. */
export function nameOf(title: string): string {
  return title.replace(/;size=\d+;?/, "").replace(/;$/, "");
}
