import { BadValue } from "./read-value.js";

/**
 * A date or time; one without a zone is of UTC, as all times of Avalanche are.
 *
 * @throws {BadValue}
 */
export function utcTime(text: string): string {
  const hasZone = /(z|[+-]\d\d:?\d\d)$/i.test(text) && text.length > 10;
  const time = Date.parse(text.length > 10 && !hasZone ? `${text}Z` : text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time))
    throw new BadValue("It must be a date, such as 2026-11-24 or 2026-11-24T08:30.");
  return new Date(time).toISOString();
}
