import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJsonNumber } from '../json-number.ts';
import { bucketExponent, mergeBuckets, type Bucket } from './buckets.ts';

describe('bucketExponent', () => {
  it.each([
    [{ first: 0, last: 99_999, points: 100_000, buckets: 1_000 }, 7], // 782 buckets of 128; of 64 they would be 1563
    [{ first: 0, last: 1_023, points: 1_024, buckets: 1_024 }, 0],
    [{ first: 0, last: 1_024, points: 1_025, buckets: 1_024 }, 1],
    [{ first: 10, last: 100_000, points: 900, buckets: 1_000 }, 0], // sparse: the points themselves fit
    [{ first: Infinity, last: -Infinity, points: 0, buckets: 100 }, 0],
    [{ first: 0, last: 2 ** 31 - 1, points: 5, buckets: 0 }, 31],
  ])('%j: 2^%i steps a bucket', (curve, exponent) => {
    expect(bucketExponent(curve)).toBe(exponent);
  });
});

/** A bucket of one value; `[attempt, seq]` is when it was logged. */
const single = ([attempt, seq]: [number, number], step: number, value: number, bucket: number): Bucket => {
  const number = toJsonNumber(value);
  return {
    ...{ bucket, attempt, seq, count: 1, step, time: seq },
    ...{ min: number, max: number, mean: number, last: number },
  };
};

describe('mergeBuckets', () => {
  it('keeps extremes, mean and last of what it joins', () => {
    const parts = [
      single([1, 1], 4, 3, 0),
      single([1, 2], 5, -7, 0),
      single([2, 1], 6, 1, 0),
      single([2, 2], 8, 2, 1),
    ];
    expect(mergeBuckets(parts)).toEqual([
      { step: 6, time: 1, min: -7, max: 3, mean: -1, last: 1 },
      { step: 8, time: 2, min: 2, max: 2, mean: 2, last: 2 },
    ]);
  });

  it('lets NaN spare the extremes and show in the mean', () => {
    const [point] = mergeBuckets([
      single([1, 1], 0, NaN, 0),
      single([1, 2], 1, 5, 0),
      single([1, 3], 2, Infinity, 0),
    ]);
    expect(point).toMatchObject({ min: 5, max: 'Infinity', mean: 'NaN', last: 'Infinity' });
  });

  it('gives the same whatever the order of the parts', () => {
    const parts = fc.array(fc.record({ value: fc.integer({ min: -99, max: 99 }), bucket: fc.nat(3) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(parts, fc.infiniteStream(fc.nat()), (given, order) => {
        const inOrder = given.map(({ value, bucket }, i) => single([1, i], i, value, bucket));
        const shuffled = inOrder
          .map((part) => ({ part, key: order.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ part }) => part);
        const [a, b] = [mergeBuckets(inOrder), mergeBuckets(shuffled)];
        expect(b.map(({ mean: _, ...rest }) => rest)).toEqual(a.map(({ mean: _, ...rest }) => rest));
        // The sum of at most a hundred integers below 100 is rounded once per addition.
        for (const [i, { mean }] of a.entries()) expect(Number(b[i]?.mean)).toBeCloseTo(Number(mean), 9);
      }),
    );
  });
});
