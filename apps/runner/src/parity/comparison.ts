// One number (or the worst of an array) of ours beside the reference implementation's, with the tolerance it is held to.

export type ErrorKind = 'absolute' | 'relative' | 'count';

export interface Comparison {
  /** What sort of figure: comparisons of one group are summed up together, e.g. `losses`. */
  readonly group: string;
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  /** NaN where ours is missing. */
  readonly error: number;
  readonly errorKind: ErrorKind;
  readonly tolerance: number;
}

export interface Label {
  readonly group: string;
  readonly name: string;
}

export interface Tolerance {
  readonly kind: 'absolute' | 'relative';
  readonly tolerance: number;
  /** Relative errors are relative to at least this magnitude; 0 when left out. */
  readonly floor?: number;
}

function errorOf(ours: number, theirs: number, { kind, floor = 0 }: Tolerance): number {
  const difference = Math.abs(ours - theirs);
  if (kind === 'absolute' || difference === 0) return difference;
  return difference / Math.max(Math.abs(theirs), floor);
}

/** `ours` is undefined where we have no such number, which never agrees. */
export function compareNumber(
  label: Label,
  ours: number | undefined,
  theirs: number,
  tolerance: Tolerance,
): Comparison {
  const value = ours ?? Number.NaN;
  const error = errorOf(value, theirs, tolerance);
  return { ...label, ours: value, theirs, error, errorKind: tolerance.kind, tolerance: tolerance.tolerance };
}

/** Arrays element by element; the comparison shows the worst element, and its name says which and of how many. */
export function compareArrays(
  label: Label,
  ours: ArrayLike<number> | undefined,
  theirs: ArrayLike<number>,
  tolerance: Tolerance,
): Comparison {
  if (ours?.length !== theirs.length)
    return compareCounts(
      { ...label, name: `${label.name}, number of values` },
      ours?.length ?? 0,
      theirs.length,
    );
  let worst = compareNumber(label, ours[0], theirs[0] ?? Number.NaN, tolerance);
  let at = 0;
  for (let i = 1; i < theirs.length; i++) {
    const error = errorOf(ours[i] ?? Number.NaN, theirs[i] ?? Number.NaN, tolerance);
    if (error <= worst.error || Number.isNaN(worst.error)) continue;
    worst = compareNumber(label, ours[i], theirs[i] ?? Number.NaN, tolerance);
    at = i;
  }
  return { ...worst, name: `${label.name}, worst of ${theirs.length} (at ${at})` };
}

/** Whole numbers that must be equal. */
export function compareCounts(label: Label, ours: number, theirs: number): Comparison {
  return { ...label, ours, theirs, error: Math.abs(ours - theirs), errorKind: 'count', tolerance: 0 };
}

/** Whether the error is within its tolerance; a missing number is not. */
export const agrees = ({ error, tolerance }: Comparison): boolean => error <= tolerance;

/** The error as a share of its tolerance: above 1 it is beyond. */
export function share({ error, tolerance }: Comparison): number {
  if (error === 0) return 0;
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / tolerance;
}

/** The comparison that uses up most of its tolerance. */
export function worstOf(comparisons: readonly Comparison[]): Comparison | undefined {
  return comparisons.reduce<Comparison | undefined>(
    (worst, one) => (worst && share(worst) >= share(one) ? worst : one),
    undefined,
  );
}
