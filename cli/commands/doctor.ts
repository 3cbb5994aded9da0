import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import { Api } from "../api/api.js";
import type { Job } from "../api/types.js";
import { NO_PATIENCE } from "../api/patient-fetch.js";
import { checkJob, type Surroundings } from "../doctor/job-checks.js";
import { checkThisMachine } from "../doctor/local-checks.js";
import { checkService } from "../doctor/service-checks.js";
import { EXIT } from "../exit-status.js";
import { type Check, renderChecks, renderVerdict } from "../render/checks.js";
import { renderEvent } from "../render/event.js";
import { indented } from "../render/table.js";
import { openSession, type Session } from "../session.js";

export function build(command: Command): void {
  command
    .description(
      "Checks this machine's tools and disk, the service, its database, Temporal and its workers; or says why one job waits, or what it does. Exit status 1 where something is wrong.",
    )
    .argument("[job]", "The id of a job to look at instead")
    .option("--json", "Write JSON")
    .action((id: string | undefined, options: { json?: boolean }) => {
      const session = openSession(options);
      return id === undefined ? checkAll(session) : checkOne(session, id);
    })
    .addHelpText("after", "\nExamples:\n  avalanche doctor\n  avalanche doctor JOB\n");
}

async function checkAll({ screen, service }: Session): Promise<void> {
  const [machine, answer] = await Promise.all([isElsewhere(service.url) ? [] : checkThisMachine(), askService(service)]);
  const checks = [...machine, ...answer];
  conclude(checks);
  if (screen.json) return screen.document({ ok: checks.every(({ ok }) => ok), machine, service: answer });
  const here =
    machine.length > 0
      ? renderChecks("This machine", machine)
      : `This machine\n  its tools are not needed: the service runs on ${new URL(service.url).host}`;
  screen.line(`${here}\n\n${renderChecks(`Service at ${service.url}`, answer)}\n\n${renderVerdict(checks)}`);
}

async function checkOne({ api, screen }: Session, id: string): Promise<void> {
  const job = await api.job(id);
  const [around, events] = await Promise.all([surroundingsOf(api, job), api.events(id)]);
  const checks = checkJob(job, around, Date.now());
  conclude(checks);
  const last = events.slice(-5);
  if (screen.json) return screen.document({ ok: checks.every(({ ok }) => ok), checks, events: last });
  const happened = last.length === 0 ? "" : `\n\nWhat happened last\n${indented(last.map(renderEvent).join("\n"))}`;
  screen.line(`${renderChecks(`${job.task} on queue ${job.queue}`, checks)}${happened}`);
}

async function surroundingsOf(api: Api, { id, queue, parent, members, ready }: Job): Promise<Surroundings> {
  if (ready) return { health: null, queue: null, parent: null, waiting: [] };
  const [health, queues, above, ...waiting] = await Promise.all([
    api.health().catch(() => null),
    api.queues().catch(() => []),
    parent === null ? null : api.job(parent),
    ...(members ? WAITING_STATES.map((state) => api.jobs({ parent: id, state, page_size: MEMBERS_SHOWN })) : []),
  ]);
  const own = queues.find((one) => one.queue === queue) ?? null;
  return { health, queue: own, parent: above, waiting: waiting.flatMap(({ jobs }) => jobs) };
}

const WAITING_STATES = ["RETRY", "PAUSED", "PENDING"] as const;
const MEMBERS_SHOWN = 3;

/** A service that is not there is a finding, not an error. */
async function askService(service: Session["service"]): Promise<Check[]> {
  const api = new Api(service, NO_PATIENCE);
  try {
    const checks = checkService(await api.health());
    if (checks.every(({ ok }) => ok)) return checks;
    // What the service knows is up to two seconds old: it may just have come up.
    await delay(HEALTH_AGE_MS);
    return checkService(await api.health());
  } catch (error) {
    const found = (error as Error).message.split("\n")[0] ?? "";
    return [{ name: "API", ok: false, found, advice: "start it with avalanche dev, or set AVALANCHE_API_URL to where it runs" }];
  }
}

const HEALTH_AGE_MS = 2_500;

function conclude(checks: readonly Check[]): void {
  process.exitCode = checks.every(({ ok }) => ok) ? EXIT.success : EXIT.failed;
}

/** A service on another machine brings its own tools. */
function isElsewhere(url: string): boolean {
  return !["127.0.0.1", "localhost", "[::1]", "0.0.0.0"].includes(new URL(url).hostname);
}
