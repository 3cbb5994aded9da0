/** Samples, or analyses, that are named with the same fault. */
const MOST_NAMED = 10;

/**
 * Warnings, each once. Of many samples with one fault, `creek: only 73 % of the pairs could be merged`, the first are told and the others
 * counted: hundreds of lines would hide what else there is.
 */
export function fewWarnings(warnings: readonly string[]): string[] {
  const seen = new Map<string, number>();
  const told: string[] = [];
  for (const warning of new Set(warnings)) {
    const fault = faultOf(warning);
    const times = (seen.get(fault) ?? 0) + 1;
    seen.set(fault, times);
    if (times <= MOST_NAMED) told.push(warning);
  }
  const more = [...seen].filter(([, times]) => times > MOST_NAMED);
  return [...told, ...more.map(([fault, times]) => `${times - MOST_NAMED} others: ${fault}`)];
}

/** Without the sample, and with N for each number. */
function faultOf(warning: string): string {
  return warning.replace(/^[^:]+: /, "").replace(/\d[\d,.]*/g, "N");
}
