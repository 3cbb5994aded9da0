import { Injectable } from "@nestjs/common";
import type { Right } from "../../contracts/policy.js";
import { Problem } from "../problems.js";
import { OPERATOR } from "./access-guard.js";

/** What not everybody may do, with the words of a refusal. */
const RIGHTS: Record<Right, string> = {
  choose_queue: "choose a queue for your jobs; leave the option out, and they run on the task's own queue",
  set_queue_rate: "set the rate of a queue",
  change_references: "install, activate or remove references",
  read_audit: "read the audit log",
};

/** Who may do what: the operator everything, others what every owner of jobs may. */
@Injectable()
export class Rights {
  /** @throws {Problem} forbidden */
  need(owner: string, right: Right): void {
    if (owner !== OPERATOR) throw new Problem("forbidden", `you may not ${RIGHTS[right]}; ask an operator`);
  }
}
