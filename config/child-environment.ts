/** The environment of a program that we start: ours, and what it is told beside. */
export function childEnvironment(beside: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...beside };
}
