/** Where a value stands among parameters. */
export interface ValuePlace {
  holder: Record<string, unknown>;
  name: string;
  value: unknown;
  /** From the top, numbers of lists among them. */
  path: string[];
}

/** The places that a dotted path means; `*` stands for each of a list: `members.*`. Those without a value are left out. */
export function placesAt(params: unknown, dotted: string): ValuePlace[] {
  let places: { value: unknown; path: string[]; holder: unknown }[] = [{ value: params, path: [], holder: undefined }];
  for (const step of dotted.split(".")) {
    places = places.flatMap(({ value: holder, path }) => {
      if (typeof holder !== "object" || holder === null) return [];
      const names = step !== "*" ? [step] : Array.isArray(holder) ? Object.keys(holder) : [];
      return names
        .filter((name) => Object.hasOwn(holder, name))
        .map((name) => ({ holder, path: [...path, name], value: (holder as Record<string, unknown>)[name] }));
    });
  }
  return places.map(({ holder, path, value }) => ({ holder: holder as Record<string, unknown>, name: path.at(-1)!, value, path }));
}
