import { markTold, untold } from "../../store/control.js";
import { BATCH, CALL_MS, forEach, type Servers } from "./servers.js";

/** Tells workflows of pauses and resumes that could not be told when they were asked for. */
export async function tellWorkflows(servers: Servers): Promise<void> {
  await forEach(await untold(servers.db, BATCH), async (control) => {
    if (await servers.temporal.signal(control.id, control.wanted, [control.request], CALL_MS)) await markTold(servers.db, control);
  });
}
