import { type Fault, POSTGRES, TEMPORAL } from "./fault.js";
import { freeze, keepAway, partOf, strike } from "./signals.js";

export const killTemporal: Fault = {
  name: "kill-temporal",
  inject: ({ stack }) => strike(stack, partOf(TEMPORAL), "SIGKILL"),
};

export const keepTemporalAway: Fault = {
  name: "keep-temporal-away",
  inject: ({ stack, random, minutes }) => keepAway(stack, partOf(TEMPORAL), random.between(2000, Math.min(20_000, 5000 * minutes))),
};

export const freezeTemporal: Fault = {
  name: "freeze-temporal",
  inject: ({ stack, random }) => freeze(stack, partOf(TEMPORAL), random.between(2000, 10_000)),
};

export const killPostgres: Fault = {
  name: "kill-postgres",
  inject: ({ stack }) => strike(stack, partOf(POSTGRES), "SIGKILL"),
};

/** For five minutes in a run of ten. */
export const keepPostgresAway: Fault = {
  name: "keep-postgres-away",
  inject: ({ stack, random, minutes }) =>
    keepAway(stack, partOf(POSTGRES), minutes >= 10 ? 300_000 : random.between(3000, 4000 + 4000 * minutes)),
};

export const freezePostgres: Fault = {
  name: "freeze-postgres",
  inject: ({ stack, random }) => freeze(stack, partOf(POSTGRES), random.between(2000, 10_000)),
};

/** A power cut, and one command that starts all again. */
export const killEverything: Fault = {
  name: "kill-everything",
  inject: async ({ stack }) => {
    await stack.killAll();
    await stack.up();
    return "all parts killed, and started again";
  },
};
