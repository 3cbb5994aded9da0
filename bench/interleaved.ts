interface Sides<Ours, Peer> {
  ours(round: number): Promise<Ours>;
  peer(round: number): Promise<Peer>;
}

/** A, B, A, B, after warm-ups that do not count. */
export async function interleaved<Ours, Peer>(
  rounds: number,
  sides: Sides<Ours, Peer>,
  warmUps = 1,
): Promise<{ ours: Ours[]; peer: Peer[] }> {
  const [ours, peer]: [Ours[], Peer[]] = [[], []];
  for (let round = 0; round < warmUps + rounds; round++) {
    ours.push(await sides.ours(round));
    peer.push(await sides.peer(round));
  }
  return { ours: ours.slice(warmUps), peer: peer.slice(warmUps) };
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

/** Does the work for each, on so many connections at once. */
export async function onEach<T>(connections: number, all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const one of left) await work(one);
    }),
  );
}

/** Does the work so often, on so many connections at once. */
export function onConnections(connections: number, times: number, work: () => Promise<void>): Promise<void> {
  return onEach(connections, Array.from({ length: times }).fill(null), work);
}
