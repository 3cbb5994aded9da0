import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Artifact } from "../contracts/artifact.js";
import type { MemberPlan } from "../contracts/composition.js";
import type { ArtifactStore } from "./artifacts.js";

/** Keeps the members of a parent, a line each. */
export async function writeMemberList(artifacts: ArtifactStore, plans: readonly MemberPlan[]): Promise<Artifact> {
  const text = plans.map((plan) => `${JSON.stringify(plan)}\n`).join("");
  const { artifact } = await artifacts.create((path) => writeFile(path, text));
  return artifact;
}

/** Members `from` to `to` (not included) of a list. */
export async function readMemberList(artifacts: ArtifactStore, list: Artifact, from: number, to: number): Promise<MemberPlan[]> {
  const stream = createReadStream(await artifacts.pathOf(list));
  const plans: MemberPlan[] = [];
  let index = 0;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (index >= to) break;
    if (index++ >= from) plans.push(JSON.parse(line) as MemberPlan);
  }
  stream.destroy();
  return plans;
}
