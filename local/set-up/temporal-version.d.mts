/** Python's package that carries the official Temporal command line; also the name of the folder that it is kept in. */
export const TEMPORAL_PACKAGE: string;

/** @param version what `temporal --version` writes */
export function carriesGoodServer(version: string): boolean;
