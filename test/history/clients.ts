import { Client, type ClientParts } from "./client.js";
import { drawOperation } from "./operations/operations.js";
import { Random } from "./random.js";

const CLIENTS = 6;

/** Runs the clients until the run is over; resolves when each has ended its last call. */
export async function runClients(parts: Omit<ClientParts, "name" | "random">, seed: number): Promise<void> {
  const names = Array.from({ length: CLIENTS }, (_, index) => `client-${index + 1}`);
  await Promise.all(names.map((name) => runClient(new Client({ ...parts, name, random: new Random(seed, name) }))));
}

async function runClient(client: Client): Promise<void> {
  while (!client.over.aborted) {
    await drawOperation(client.random).run(client);
    await client.pause(50, 500);
  }
}
