import { markRateApplied, wantedRates } from "../../store/queues.js";
import { CALL_MS, forEach, type Servers } from "../reconciler/servers.js";

/** Tells Temporal of the rates that queues shall have. */
export async function applyRates({ db, temporal }: Pick<Servers, "db" | "temporal">): Promise<void> {
  await forEach(await wantedRates(db), async (wanted) => {
    await temporal.setQueueRate(wanted.queue, wanted.per_second, CALL_MS);
    await markRateApplied(db, wanted);
  });
}
