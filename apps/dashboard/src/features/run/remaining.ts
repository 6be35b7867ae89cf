// When a run will be done, were it to go on as it goes.

/** Milliseconds left, or undefined while nobody can tell. */
export function remainingTime(run: {
  readonly step: number;
  readonly iterations: number | null;
  readonly iterationsPerSecond: number | null;
}): number | undefined {
  if (run.iterations === null || run.iterationsPerSecond === null || run.iterationsPerSecond <= 0)
    return undefined;
  return (1000 * Math.max(0, run.iterations - run.step)) / run.iterationsPerSecond;
}
