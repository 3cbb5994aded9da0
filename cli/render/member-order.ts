/** Members as they stand in their parent: `JOB.9` before `JOB.10`, then what follows them. */
export function inOrder<T extends { id: string }>(members: readonly T[]): T[] {
  return [...members].sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
}
