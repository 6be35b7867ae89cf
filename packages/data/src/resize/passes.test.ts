// The vectors against plain loops: any size, part, weights and number of channels, to the last bit.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numbers } from '../../test/numbers.ts';
import { plainPasses } from '../../test/plain-passes.ts';
import { applyPasses, type Part, type Taps } from './passes.ts';

/** Taps anywhere inside the inputs, with weights of any size and sign up to 1.5 that overshoot on both sides. */
function anyTaps(inputs: number, outputs: number, seed: number): Taps {
  const next = numbers(seed);
  const stride = Math.min(inputs, 1 + (next() % 9));
  const count = Int32Array.from({ length: outputs }, () => 1 + (next() % stride));
  const first = Int32Array.from(count, (taps) => next() % (inputs - taps + 1));
  const weights = Int32Array.from(
    { length: outputs * stride },
    () => (((next() % 2 ** 24) - 2 ** 23) * 1.5) / stride,
  );
  return { first, count, weights, stride };
}

const side = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70 }));
const example = fc.record({
  width: side,
  height: side,
  channels: fc.constantFrom(1, 2, 3, 3, 3, 4),
  columns: side,
  rows: side,
  corner: fc.tuple(fc.nat(), fc.nat()),
  seed: fc.integer(),
});

const axes = [
  { name: 'across and down', isAcross: true, isDown: true },
  { name: 'across alone', isAcross: true, isDown: false },
  { name: 'down alone', isAcross: false, isDown: true },
];

it.each(axes)('$name: the same bits as plain loops', ({ isAcross, isDown }) => {
  fc.assert(
    fc.property(example, ({ width, height, channels, columns, rows, corner, seed }) => {
      const next = numbers(seed);
      const pixels = Uint8Array.from({ length: width * height * channels }, next);
      const left = corner[0] % width;
      const top = corner[1] % height;
      const part: Part = {
        offset: (top * width + left) * channels,
        rowBytes: width * channels,
        rows: 1 + (next() % (height - top)),
        columns: 1 + (next() % (width - left)),
        channels,
      };
      const taps = {
        ...(isAcross ? { across: anyTaps(part.columns, columns, next()) } : {}),
        ...(isDown ? { down: anyTaps(part.rows, rows, next()) } : {}),
      };
      expect(Buffer.compare(applyPasses(pixels, part, taps), plainPasses(pixels, part, taps))).toBe(0);
    }),
    { numRuns: 300 },
  );
});

it('goes through an image of many strips', () => {
  const next = numbers(1);
  const [width, height] = [1201, 403];
  const pixels = Uint8Array.from({ length: width * height * 3 }, next);
  const part = { offset: 0, rowBytes: width * 3, rows: height, columns: width, channels: 3 };
  const taps = { across: anyTaps(width, 33, next()), down: anyTaps(height, 17, next()) };
  expect(Buffer.compare(applyPasses(pixels, part, taps), plainPasses(pixels, part, taps))).toBe(0);
});
