/** What cutadapt says of its work. */
export interface Counted {
  /** Pairs, or single reads. */
  countIn: number;
  /** In both orientations. */
  countOut: number;
  /** Of those kept: how many came in the other orientation, and were turned. */
  turned: number;
  /** How many bases were cut from the start of how many reads, R1 and R2. */
  cutLengths: { forward: CutLength[]; reverse: CutLength[] };
}

export interface CutLength {
  bases: number;
  reads: number;
}

interface Report {
  read_counts: { input: number; output: number; reverse_complemented: number | null };
  adapters_read1: AdapterReport[] | null;
  adapters_read2: AdapterReport[] | null;
}

interface AdapterReport {
  five_prime_end: { trimmed_lengths: { len: number; counts: number[] }[] } | null;
}

/** Source: cutadapt's reference guide, "JSON report format". */
export function parseReport(text: string): Counted {
  const report = JSON.parse(text) as Report;
  const cuts = (adapters: AdapterReport[] | null): CutLength[] =>
    (adapters ?? [])
      .flatMap((adapter) => adapter.five_prime_end?.trimmed_lengths ?? [])
      .map(({ len, counts }) => ({ bases: len, reads: counts.reduce((sum, count) => sum + count, 0) }));
  return {
    countIn: report.read_counts.input,
    countOut: report.read_counts.output,
    turned: report.read_counts.reverse_complemented ?? 0,
    cutLengths: { forward: cuts(report.adapters_read1), reverse: cuts(report.adapters_read2) },
  };
}
