import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurveColumns } from '@starlab/tracking';
import { decodeCurves, encodeCurves } from './curve-bytes.ts';

/** As the browser gets them. */
const sent = (...curves: CurveColumns[]) =>
  decodeCurves(encodeCurves([{ runId: 'run', curves }]).buffer).get('run');

const curve = (name: string, resolution: number, values: readonly number[]): CurveColumns => ({
  name,
  resolution,
  steps: Float64Array.from(values, (_, i) => 10 * i),
  times: Float64Array.from(values, (_, i) => 1_790_000_000_000 + i),
  mean: Float64Array.from(values),
  min: Float64Array.from(values, (value) => value - 1),
  max: Float64Array.from(values, (value) => value + 1),
  last: Float64Array.from(values, (value) => (resolution > 1 ? value + 0.5 : value)),
});

describe('curves as bytes', () => {
  it('keep logged values to the last bit, NaN and infinities too', () => {
    const values = fc.array(fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0)));
    fc.assert(
      fc.property(values, (logged) => {
        const series = sent(curve('loss, “D”', 1, logged))?.get('loss, “D”');
        expect(series?.values).toEqual(logged);
        expect(series?.min).toBe(series?.values);
        expect(series?.steps).toEqual(logged.map((_, i) => 10 * i));
        expect(series?.times).toEqual(logged.map((_, i) => 1_790_000_000_000 + i));
      }),
    );
  });

  it('keep seven digits of buckets, whatever their size', () => {
    const values = [0, 0.1, -1.2345678, 98765.43219, 1.2345678e-20, -1.2345678e20, NaN, Infinity];
    expect(sent(curve('a', 2, values))?.get('a')?.values).toEqual(
      values.map((value) => Number(value.toPrecision(7))),
    );
    // Beyond what a float32 holds.
    for (const value of [1e300, -1e-300, 5e-324])
      expect(sent(curve('a', 2, [value]))?.get('a')?.values).toEqual([value]);
  });

  it('keep the last value of every curve as it was logged', () => {
    const series = sent(curve('a', 2, [1, 1 / 3]), curve('b', 1, [4, NaN]), curve('c', 2, []));
    expect([...(series?.values() ?? [])].map(({ last }) => last)).toEqual([1 / 3 + 0.5, NaN, NaN]);
  });

  it('send minimum and maximum only for buckets', () => {
    expect(sent(curve('a', 1, [3]))?.get('a')).toMatchObject({ min: [3], max: [3] });
    expect(sent(curve('a', 2, [3]))?.get('a')).toMatchObject({ min: [2], max: [4], resolution: 2 });
  });

  it('share steps among series that were logged together, and only those', () => {
    const together = sent(curve('a', 1, [1, 2]), curve('b', 1, [3, 4]), curve('c', 1, [5]));
    expect(together?.get('b')?.steps).toBe(together?.get('a')?.steps);
    expect(together?.get('c')).toMatchObject({ steps: [0], values: [5] });
  });

  it('may be none', () => {
    expect(sent()?.size).toBe(0);
  });
});
