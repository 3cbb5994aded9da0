import type { Random } from "../random.js";
import { analysis } from "./analysis.js";
import { cancel } from "./cancel.js";
import { group } from "./group.js";
import { noop } from "./noop.js";
import type { Operation } from "./operation.js";
import { list, read } from "./read.js";

/** A new operation is one file and its name here. */
export const OPERATIONS: readonly Operation[] = [noop, analysis, group, cancel, read, list];

const WEIGHT = OPERATIONS.reduce((sum, { weight }) => sum + weight, 0);

export function drawOperation(random: Random): Operation {
  let left = random.between(0, WEIGHT);
  return OPERATIONS.find(({ weight }) => (left -= weight) < 0) ?? read;
}
