// Compares arrays of numbers with a stated tolerance and says where and by how much they part.
import { expect } from 'vitest';

export interface Tolerance {
  readonly absolute: number;
  /** Of the expected value's magnitude. */
  readonly relative: number;
}

/** Fails, naming the worst index, unless |actual − expected| ≤ absolute + relative·|expected| everywhere. */
export function expectAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): void {
  expect(actual.length, 'number of elements').toBe(expected.length);
  let worst = { index: -1, excess: 0 };
  for (let i = 0; i < expected.length; i++) {
    const want = expected[i] ?? Number.NaN;
    const got = actual[i] ?? Number.NaN;
    if (Object.is(got, want)) continue;
    const error = Math.abs(got - want);
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(want);
    const excess = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error - allowed;
    if (excess > worst.excess) worst = { index: i, excess };
  }
  const { index } = worst;
  expect(
    index,
    index < 0
      ? ''
      : `worst at ${index}: got ${actual[index]}, expected ${expected[index]}, tolerance ${JSON.stringify(tolerance)}`,
  ).toBe(-1);
}
