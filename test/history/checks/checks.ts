import { checkAccepted } from "./accepted.js";
import type { Check } from "./check.js";
import { checkEffects } from "./effects.js";
import { checkEndings } from "./endings.js";
import { checkMembers } from "./members.js";
import { checkOrphans } from "./orphans.js";
import { checkOutcomes } from "./outcomes.js";
import { checkReads } from "./reads.js";
import { checkSomethingHappened } from "./something-happened.js";

export const CHECKS: readonly Check[] = [
  checkAccepted,
  checkEndings,
  checkEffects,
  checkMembers,
  checkOutcomes,
  checkReads,
  checkOrphans,
  checkSomethingHappened,
];
