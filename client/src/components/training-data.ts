/** The one to show: that which the address names, else the published one, else the newest finished, else the newest. */
export const trainingToShow = <T extends { isPublished: boolean; state: string }>(
  newestFirst: T[],
  wanted: string | undefined,
  idOf: (one: T) => string,
): T | undefined =>
  wanted
    ? newestFirst.find((t) => idOf(t) === wanted)
    : (newestFirst.find((t) => t.isPublished) ??
      newestFirst.find((t) => t.state === "done") ??
      newestFirst[0]);

/** A list with a name taken in, or taken out where it is there. */
export const toggledName = (list: readonly string[], name: string): readonly string[] =>
  list.includes(name) ? list.filter((n) => n !== name) : [...list, name];
