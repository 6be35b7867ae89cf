// Two moving averages that begin at 0 and are divided by the sum of their weights, so that the first points are not
// pulled towards 0 (the bias correction of Kingma & Ba, Adam, section 3). TensorBoard's counts points; the time-weighted
// one counts distance on the x axis, so that unevenly logged runs are smoothed alike.

export const averages = ['points', 'time'] as const;
export type Average = (typeof averages)[number];

/** By so much of the x axis' length the time-weighted average forgets as much as the other one by one point. */
const REFERENCE_POINTS = 1000;

export interface Smoothing {
  /** In [0, 1); 0 leaves the values as they are. */
  readonly weight: number;
  readonly average: Average;
  /** Length of the whole x axis, in the unit of `xs`. */
  readonly span: number;
}

/** Values that are not finite are passed through and leave the average alone. */
export function smooth(xs: readonly number[], values: readonly number[], smoothing: Smoothing): number[] {
  const { weight, average, span } = smoothing;
  if (weight <= 0) return [...values];
  let sum = 0;
  let weights = 0;
  let lastX: number | undefined;
  return values.map((value, i) => {
    if (!Number.isFinite(value)) return value;
    const x = xs[i] ?? 0;
    const points = average === 'points' || span <= 0 ? 1 : ((x - (lastX ?? x)) / span) * REFERENCE_POINTS;
    const kept = weight ** points;
    sum = kept * sum + value;
    weights = kept * weights + 1;
    lastX = x;
    return sum / weights;
  });
}
