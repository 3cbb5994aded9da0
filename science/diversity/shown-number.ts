/** A number in a table: six digits that count. Empty where there is none. */
export function shownNumber(value: number): number | string {
  return Number.isNaN(value) ? "" : Number(value.toPrecision(6)) + 0;
}
