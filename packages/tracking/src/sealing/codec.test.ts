import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BucketSet } from './bucket.ts';
import { ChunkEncoder, decodeChunk, type ChunkMemory } from './chunk.ts';
import { ByteWriter } from './column.ts';
import { ByteReader } from './column-reader.ts';
import { decodeSegment, encodeSegment, topLevel, type SegmentMemory } from './rollup.ts';

const anyNumber = fc.oneof(
  fc.double(),
  fc.float(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE, Math.fround(0.1)),
);
const anyInteger = fc.oneof(fc.integer(), fc.nat(255), fc.maxSafeInteger());

describe('columns', () => {
  it('give back any integers and any numbers, signed zeros and NaN included', () => {
    const integers = fc.array(fc.oneof(fc.integer(), fc.nat(300), fc.constant(7)), { maxLength: 200 });
    const numberList = fc.array(anyNumber, { maxLength: 200 });
    fc.assert(
      fc.property(integers, numberList, fc.boolean(), (whole, numbers, deflate) => {
        const writer = new ByteWriter({ deflate });
        writer.integers(whole);
        writer.floats(Float64Array.from(numbers));
        writer.uint16(whole.length);
        const reader = new ByteReader(writer.finish());
        expect([...reader.integers(whole.length)]).toEqual(whole);
        expect([...reader.floats(numbers.length)]).toEqual(numbers);
        expect(reader.uint16()).toBe(whole.length);
      }),
    );
  });

  it('spend nothing on what is regular, and less than four bytes on a float32', () => {
    const regular = new ByteWriter({ deflate: true });
    regular.integers(Array.from({ length: 1000 }, (_, i) => 50 + 10 * i));
    expect(regular.finish()).toHaveLength(4 + 17);
    const single = new ByteWriter({ deflate: true });
    single.floats(Float64Array.from({ length: 1000 }, (_, i) => Math.fround(Math.sin(i))));
    const { length } = single.finish();
    // Two planes of noise as they are; those of sign and exponent, and of a sine's regularity, are deflated.
    expect(length).toBeGreaterThan(2_000);
    expect(length).toBeLessThan(3_300);
  });
});

describe('a chunk', () => {
  it('gives back its points', () => {
    const column = fc.record({ step: fc.nat(0x7fffffff), seq: fc.nat(), time: anyInteger, value: anyNumber });
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 50 }), (given) => {
        const points = {
          length: given.length,
          steps: given.map(({ step }) => step),
          seqs: given.map(({ seq }) => seq),
          // Differences of times fit a double as long as the times lie within 2^52 ms of one another.
          times: given.map(({ time }) => Math.abs(time) % 4e15),
          values: Float64Array.from(given, ({ value }) => value),
        };
        const decoded = decodeChunk(new ChunkEncoder(points).encode(points.values));
        expect([...Array.from(decoded.steps)]).toEqual(points.steps);
        expect([...Array.from(decoded.seqs)]).toEqual(points.seqs);
        expect([...Array.from(decoded.times)]).toEqual(points.times);
        expect([...decoded.values]).toEqual([...points.values]);
      }),
    );
  });

  it('read after others gives its own points, in a range as well', () => {
    const steps = fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 90 });
    const series = fc.record({ steps, jitter: fc.nat(3), value: anyNumber });
    fc.assert(
      fc.property(fc.array(series, { minLength: 2, maxLength: 4 }), fc.nat(300), (given, from) => {
        const memory: ChunkMemory = new Map();
        // Each twice: the second time all but the values is known.
        for (const each of [...given, ...given]) {
          const sorted = each.steps.sort((a, b) => a - b);
          const points = {
            length: sorted.length,
            steps: sorted,
            seqs: sorted.map((step) => step + 1),
            times: sorted.map((step) => 1000 * step + ((step * each.jitter) % 7)),
            values: Float64Array.from(sorted, (step) => step + each.value),
          };
          const to = from + 100;
          const decoded = decodeChunk(new ChunkEncoder(points).encode(points.values), { from, to, memory });
          const within = sorted.flatMap((step, i) => (step >= from && step <= to ? [i] : []));
          expect(decoded.length).toBe(within.length);
          for (const column of ['steps', 'seqs', 'times', 'values'] as const) {
            expect(Array.from(decoded[column])).toEqual(within.map((i) => points[column][i]));
          }
        }
      }),
    );
  });

  it('of another version is refused', () => {
    expect(() => decodeChunk(Buffer.of(1, 0, 0, 0, 9))).toThrow(/version 9/);
  });
});

describe('a rollup', () => {
  it('gives back its buckets', () => {
    const point = fc.record({ step: fc.nat(5000), seq: fc.nat(), time: fc.nat(), value: anyNumber });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 80 }), (points) => {
        const set = new BucketSet(6);
        for (const each of points) set.addPoint(each);
        const buckets = set.buckets();
        const body = encodeSegment(buckets);
        expect(decodeSegment(body)).toEqual(buckets);
        const [first, last] = [20, 40];
        const within = [...buckets.index].filter((index) => index >= first && index <= last);
        expect([...decodeSegment(body, { first, last }).index]).toEqual(within);
      }),
    );
  });

  it('read after one of other buckets that begins alike gives its own', () => {
    const memory: SegmentMemory = new Map();
    for (const step of [70, 80, 70]) {
      const set = new BucketSet(6);
      for (const each of [5, step]) set.addPoint({ step: each, seq: each, time: each, value: step });
      expect(decodeSegment(encodeSegment(set.buckets()), { memory })).toEqual(set.buckets());
    }
  });

  it('has a level more each time the run doubles', () => {
    expect([100, 2047, 2048, 100_000, 1_000_000].map(topLevel)).toEqual([6, 6, 7, 12, 15]);
  });
});
