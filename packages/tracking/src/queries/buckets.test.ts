import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BucketSet, sliceBuckets, type Point } from '../sealing/bucket.ts';
import { bucketExponent, toCurveColumns, toCurvePoints } from './buckets.ts';

describe('bucketExponent', () => {
  it.each([
    [{ first: 0, last: 99_999, buckets: 1_000 }, 7], // 782 buckets of 128; of 64 they would be 1563
    [{ first: 0, last: 1_023, buckets: 1_024 }, 0],
    [{ first: 0, last: 1_024, buckets: 1_024 }, 1],
    [{ first: Infinity, last: -Infinity, buckets: 100 }, 0],
    [{ first: 0, last: 2 ** 31 - 1, buckets: 0 }, 31],
  ])('%j: 2^%i steps a bucket', (curve, exponent) => {
    expect(bucketExponent(curve)).toBe(exponent);
  });
});

const points = (...values: number[]): Point[] =>
  values.map((value, i) => ({ step: i, seq: i + 1, time: 100 * i, value }));

function curvePoint(...values: number[]) {
  const set = new BucketSet(4);
  for (const point of points(...values)) set.addPoint(point);
  return toCurvePoints(set.buckets());
}

describe('a bucket', () => {
  it('keeps extremes, mean and last', () => {
    expect(curvePoint(3, -7, 1)).toEqual([{ step: 2, time: 200, min: -7, max: 3, mean: -1, last: 1 }]);
  });

  it('lets NaN spare the extremes and show in the mean', () => {
    expect(curvePoint(NaN, 5, Infinity)).toMatchObject([
      { min: 5, max: 'Infinity', mean: 'NaN', last: 'Infinity', finite: { min: 5, max: 5 } },
    ]);
    expect(curvePoint(2, -Infinity)).toMatchObject([
      { min: '-Infinity', max: 2, mean: '-Infinity', finite: { min: 2, max: 2 } },
    ]);
    expect(curvePoint(NaN)).toMatchObject([{ min: 'NaN', max: 'NaN', mean: 'NaN', finite: null }]);
    expect(curvePoint(-Infinity, NaN)).toMatchObject([{ min: '-Infinity', max: '-Infinity', finite: null }]);
    expect(curvePoint(Infinity)).toMatchObject([{ min: 'Infinity', max: 'Infinity', mean: 'Infinity' }]);
  });

  it('says the same as columns', () => {
    const set = new BucketSet(1);
    for (const point of points(3, -7, NaN, 5, Infinity, -Infinity)) set.addPoint(point);
    const columns = toCurveColumns(set.buckets());
    for (const [i, point] of toCurvePoints(set.buckets()).entries()) {
      const { steps, times, min, max, mean, last } = columns;
      const row = [steps[i], times[i], min[i], max[i], mean[i], last[i]];
      expect(row).toEqual([
        point.step,
        point.time,
        ...[point.min, point.max, point.mean, point.last].map(Number),
      ]);
    }
    expect(columns.mean).toHaveLength(3);
  });

  it('is the same whatever the order, and whether made at once or from smaller buckets', () => {
    const value = fc.oneof(fc.integer({ min: -99, max: 99 }), fc.constantFrom(NaN, Infinity, -Infinity));
    const logged = fc.uniqueArray(fc.record({ step: fc.nat(63), seq: fc.nat(9), value }), {
      selector: ({ step, seq }) => 10 * step + seq,
      minLength: 1,
    });
    fc.assert(
      fc.property(logged, fc.infiniteStream(fc.nat()), fc.nat(4), (given, order, level) => {
        const all = given.map((each) => ({ ...each, time: 1000 * each.step + each.seq }));
        const atOnce = new BucketSet(4);
        for (const point of all) atOnce.addPoint(point);
        const shuffled = all
          .map((point) => ({ point, key: order.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key);
        const smaller = new BucketSet(level);
        for (const { point } of shuffled) smaller.addPoint(point);
        const joined = new BucketSet(4);
        const parts = smaller.buckets();
        for (let i = parts.length; i > 0; i--) joined.addBuckets(sliceBuckets(parts, i - 1, i), level);
        // Sums of these integers are exact.
        expect(joined.buckets()).toEqual(atOnce.buckets());
      }),
    );
  });
});
