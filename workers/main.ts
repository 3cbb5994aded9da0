import { Supervisor } from "./supervisor.js";

/** A worker: its supervisor, which starts the process that does the work (worker-process.ts) and hands its flags on. */
const args = process.argv.slice(2);
const supervisor = new Supervisor(args);

let isTold = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (isTold) supervisor.stopNow();
    else supervisor.stop();
    isTold = true;
  });
}
if (args.includes("--with-parent")) process.stdin.on("end", () => supervisor.stop()).resume();

process.exit(await supervisor.run());
