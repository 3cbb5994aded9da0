/** A program whose version is part of what its outputs depend on. */
export interface VersionedTool {
  version(attempt: { folder: string; signal: AbortSignal }): Promise<string>;
}

/** Versions of the tools of this machine, by the tool's name. */
export type ToolVersions = (names: readonly string[]) => Promise<Record<string, string>>;

/** Each tool is asked once, when it is first needed; one that is missing is asked again. */
export function createToolVersions(tools: Record<string, VersionedTool>, folder: string): ToolVersions {
  const known = new Map<string, Promise<string>>();
  const versionOf = (name: string): Promise<string> => {
    const asked = known.get(name) ?? (tools[name] as VersionedTool).version({ folder, signal: new AbortController().signal });
    known.set(name, asked);
    asked.catch(() => known.delete(name));
    return asked;
  };
  return async (names) => Object.fromEntries(await Promise.all(names.map(async (name) => [name, await versionOf(name)] as const)));
}
