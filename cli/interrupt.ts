import { EXIT } from "./exit-status.js";

/**
 * Ctrl-C ends the command with status 130; the last message that was set is printed.
 *
 * @returns sets what is printed from now on
 */
export function onInterrupt(first: string): (message: string) => void {
  let message = first;
  process.once("SIGINT", () => {
    process.stderr.write(`\n${message}\n`);
    process.exit(EXIT.interrupted);
  });
  return (next) => {
    message = next;
  };
}

/** What is said of a job that goes on without the command. */
export function goesOn(id: string): string {
  return `Job ${id} goes on.\n  follow it:  avalanche wait ${id}\n  stop it:    avalanche cancel ${id}`;
}
