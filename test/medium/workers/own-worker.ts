import { join } from "node:path";
import { NativeConnection, Worker, type WorkerOptions } from "@temporalio/worker";
import { payloadConverter } from "../../../store/payloads.js";
import { lostPayload, refuseLostInput } from "../../../workers/lost-payloads.js";
import type { World } from "../world.js";

/** A worker in this process, with activities of the test's own; it reads and writes values as ours do. */
export async function ownWorker(world: World, options: Omit<WorkerOptions, "connection">): Promise<{ stop: () => Promise<void> }> {
  const connection = await NativeConnection.connect({ address: world.servers.temporalAddress });
  const worker = await Worker.create({
    connection,
    dataConverter: payloadConverter(join(world.servers.home, "artifacts"), lostPayload),
    interceptors: { activity: [refuseLostInput] },
    ...options,
  });
  const running = worker.run();
  return {
    stop: async () => {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
