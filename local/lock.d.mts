export type Lock = { held: true; release: () => void } | { held: false; pid: number };

/** Takes a lock for this process. A lock whose holder is gone counts as free, however it ended. */
export function takeLock(file: string): Lock;

/** When a process began: tells a process from a later one with the same id. null: there is no such process. */
export function startOf(pid: number): string | null;

export function isSame(pid: number, started: string | null): boolean;
