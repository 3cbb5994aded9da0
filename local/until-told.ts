/**
 * Calls back when this process is told to stop: Ctrl-C, SIGTERM, or a terminal that closes. Told again: at once.
 * Where the command line that started this process is killed, this process falls with it.
 */
export function onStop(stop: (now: boolean) => void): void {
  let told = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      stop(told);
      told = true;
    });
  }
  fallWithParent();
}

/** The command line holds the other end of a channel; what it started ends with us in turn. */
export function fallWithParent(): void {
  process.once("disconnect", () => process.exit(137));
  process.channel?.unref();
}
