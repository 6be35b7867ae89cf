// The resize's two passes as plain loops: what assembly/resize.ts does on vectors.
import type { AxisTaps, Part, Taps } from '../src/resize/passes.ts';

const PRECISION_BITS = 22;
const HALF = 2 ** (PRECISION_BITS - 1);

/** `[before, inputs, after]` to `[before, outputs, after]`. */
function pass(
  source: Uint8Array,
  taps: Taps,
  { before, after }: { before: number; after: number },
): Uint8Array {
  const outputs = taps.first.length;
  const inputs = source.length / before / after;
  const result = new Uint8ClampedArray(before * outputs * after);
  for (let b = 0; b < before; b++)
    for (let i = 0; i < outputs; i++)
      for (let a = 0; a < after; a++) {
        let sum = HALF;
        for (let k = 0; k < (taps.count[i] ?? 0); k++) {
          const at = (b * inputs + (taps.first[i] ?? 0) + k) * after + a;
          sum = (sum + Math.imul(source[at] ?? 0, taps.weights[i * taps.stride + k] ?? 0)) | 0;
        }
        result[(b * outputs + i) * after + a] = sum >> PRECISION_BITS;
      }
  return new Uint8Array(result.buffer);
}

function cutOut(pixels: Uint8Array, { offset, rowBytes, rows, columns, channels }: Part): Uint8Array {
  const width = columns * channels;
  const result = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const start = offset + row * rowBytes;
    result.set(pixels.subarray(start, start + width), row * width);
  }
  return result;
}

/** As `applyPasses` of src/resize/passes.ts. */
export function plainPasses(pixels: Uint8Array, part: Part, { across, down }: AxisTaps): Uint8Array {
  const { rows, channels } = part;
  const source = cutOut(pixels, part);
  const wide = across ? pass(source, across, { before: rows, after: channels }) : source;
  return down ? pass(wide, down, { before: 1, after: wide.length / rows }) : wide;
}
