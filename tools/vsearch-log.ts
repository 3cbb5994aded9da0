/** What vsearch says of its own work. Its exit status says little: it is 0 on a full disk and on half a file. */

export interface MergedPairs {
  pairs: number;
  merged: number;
  /** Reason -> pairs that were not merged. */
  failed: Record<string, number>;
}

export interface Filtered {
  kept: number;
  discarded: number;
}

export interface Dereplicated {
  unique: number;
  /** Sequences under the least length, and over the greatest. */
  tooShort: number;
  tooLong: number;
}

export interface Clustered {
  clusters: number;
}

export const parse = {
  merged(log: string): MergedPairs {
    const [, reasons = ""] = log.split("Pairs that failed merging due to various reasons:");
    const block = reasons.split("\n\n", 1)[0] ?? "";
    const failed = [...block.matchAll(/^\s+(\d+) {2}(.+)$/gm)].map(([, count, reason]) => [reason, Number(count)] as const);
    return { pairs: number(/(\d+) {2}Pairs/, log), merged: number(/(\d+) {2}Merged/, log), failed: Object.fromEntries(failed) };
  },
  filtered(log: string): Filtered {
    return { kept: number(/(\d+) sequences kept/, log), discarded: number(/(\d+) sequences discarded/, log) };
  },
  dereplicated(log: string): Dereplicated {
    return {
      unique: number(/(\d+) unique sequences/, log),
      tooShort: number(/minseqlength \d+: (\d+) sequences? discarded/, log),
      tooLong: number(/maxseqlength \d+: (\d+) sequences? discarded/, log),
    };
  },
  clustered(log: string): Clustered {
    return { clusters: number(/Clusters: (\d+)/, log) };
  },
};

/** 0 where the line is missing: vsearch leaves out lines about nothing. */
function number(pattern: RegExp, log: string): number {
  return Number(pattern.exec(log)?.[1] ?? 0);
}
