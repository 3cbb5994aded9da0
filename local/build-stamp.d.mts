/** Whether dist/ was built from the sources as they are: by names, sizes and times, which takes milliseconds. */
export function isBuilt(root: string): boolean;

export function stampFile(root: string): string;

export function sourceStamp(root: string): string;
