import type { Payload } from "@temporalio/common";
import { defaultPayloadConverter } from "@temporalio/common";
import type { ActivityInterceptorsFactory } from "@temporalio/worker";
import { type LostPayload, refuseLost } from "../workflows/lost-payloads.js";

/** What workflows and activities find in place of a payload whose file is missing or damaged. */
export function lostPayload(message: string): Payload {
  return defaultPayloadConverter.toPayload({ lostPayload: message } satisfies LostPayload);
}

/** An activity whose input is lost fails with the reason; its workflow's own part is in the bundle. */
export const refuseLostInput: ActivityInterceptorsFactory = () => ({
  inbound: { execute: async (input, next) => next({ ...input, args: input.args.map(refuseLost) }) },
});
