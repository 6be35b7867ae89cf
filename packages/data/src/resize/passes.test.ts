// The vectors against plain loops: any size, part, weights and number of channels, to the last bit.
import { randomStream, type RandomStream } from '@starlab/experiment';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainPasses } from '../../test/plain-passes.ts';
import { applyPasses, type Part, type Taps } from './passes.ts';

const randomFrom = (seed: number): RandomStream => randomStream({ seed, purpose: 'test/passes', index: 0 });

/** Taps anywhere inside the inputs, with weights of any size and sign up to 1.5 that overshoot on both sides. */
function anyTaps(inputs: number, outputs: number, random: RandomStream): Taps {
  const stride = Math.min(inputs, 1 + random.integer(9));
  const count = Int32Array.from({ length: outputs }, () => 1 + random.integer(stride));
  const first = Int32Array.from(count, (taps) => random.integer(inputs - taps + 1));
  const weights = Int32Array.from(
    { length: outputs * stride },
    () => ((random.integer(2 ** 24) - 2 ** 23) * 1.5) / stride,
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
      const random = randomFrom(seed);
      const pixels = Uint8Array.from({ length: width * height * channels }, () => random.integer(256));
      const left = corner[0] % width;
      const top = corner[1] % height;
      const part: Part = {
        offset: (top * width + left) * channels,
        rowBytes: width * channels,
        rows: 1 + random.integer(height - top),
        columns: 1 + random.integer(width - left),
        channels,
      };
      const taps = {
        ...(isAcross ? { across: anyTaps(part.columns, columns, random) } : {}),
        ...(isDown ? { down: anyTaps(part.rows, rows, random) } : {}),
      };
      expect(Buffer.compare(applyPasses(pixels, part, taps), plainPasses(pixels, part, taps))).toBe(0);
    }),
    { numRuns: 300 },
  );
});

it('goes through an image of many strips', () => {
  const random = randomFrom(1);
  const [width, height] = [1201, 403];
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => random.integer(256));
  const part = { offset: 0, rowBytes: width * 3, rows: height, columns: width, channels: 3 };
  const taps = { across: anyTaps(width, 33, random), down: anyTaps(height, 17, random) };
  expect(Buffer.compare(applyPasses(pixels, part, taps), plainPasses(pixels, part, taps))).toBe(0);
});
