/** What cutadapt makes of a read's title, for both reads of a pair. Source: its user guide, `--rename`. */
export const TAG_TITLE = "{id} {r1.adapter_name} {r1.match_sequence} {r2.adapter_name} {r2.match_sequence}";

export interface TaggedTitle {
  id: string;
  /** The tag's place, and the bases of the read from it on. */
  forward: { tag: number; bases: string };
  reverse: { tag: number; bases: string };
}

/** @throws {Error} for what `TAG_TITLE` does not give */
export function readTagTitle(title: string): TaggedTitle {
  const [, id, forward, forwardBases, reverse, reverseBases] = /^@(\S+) (\d+) (\w+) (\d+) (\w+)$/.exec(title) ?? [];
  if (id === undefined || forwardBases === undefined || reverseBases === undefined)
    throw new Error(`cannot read cutadapt's title ${JSON.stringify(title.slice(0, 200))}`);
  return { id, forward: { tag: Number(forward), bases: forwardBases }, reverse: { tag: Number(reverse), bases: reverseBases } };
}
