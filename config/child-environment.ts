/** The environment of a program that we start: ours, and what it is told beside. */
export function childEnvironment(beside: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...beside };
}

/** Sets variables of this process that are not set, before its configuration is read. */
export function setDefaults(defaults: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(defaults)) {
    if (value !== undefined && !process.env[name]) process.env[name] = value;
  }
}
