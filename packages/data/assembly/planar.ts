// Interleaved RGB bytes to planes of floats in [−1, 1] on vectors of 128 bits (AssemblyScript), in the float32 steps of the
// reference's transform: (v / 255 − 0.5) / 0.5. src/images/tensor-layout.ts calls it.

import { merged } from './merged';

const VECTOR = 16;

/** Right to left where `flip` is 1. */
function ordered(values: v128, flip: i32): v128 {
  if (flip === 0) return values;
  return i8x16.swizzle(values, i8x16(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
}

function scaled(values: v128): v128 {
  const unit = f32x4.div(f32x4.convert_i32x4_u(values), f32x4.splat(255));
  return f32x4.mul(f32x4.sub(unit, f32x4.splat(0.5)), f32x4.splat(2));
}

function writeFloats(values: v128, target: usize): void {
  const low = i16x8.extend_low_i8x16_u(values);
  const high = i16x8.extend_high_i8x16_u(values);
  v128.store(target, scaled(i32x4.extend_low_i16x8_u(low)));
  v128.store(target, scaled(i32x4.extend_high_i16x8_u(low)), 16);
  v128.store(target, scaled(i32x4.extend_low_i16x8_u(high)), 32);
  v128.store(target, scaled(i32x4.extend_high_i16x8_u(high)), 48);
}

/** `[size, size, 3]` bytes at 0 to `[3, size, size]` float32 at `target`, mirrored where `flip` is 1; at least 16 pixels a row. */
export function toPlanes(target: usize, size: i32, flip: i32): void {
  const plane = 4 * size * size;
  for (let row = 0; row < size; row++) {
    for (let next = 0; next < size; next += VECTOR) {
      // The last 16 of a row overlap those before where 16 do not divide it.
      const x = min(next, size - VECTOR);
      const from = 3 * (row * size + x);
      const a = v128.load(from);
      const b = v128.load(from, 16);
      const c = v128.load(from, 32);
      const red = merged(
        i8x16.swizzle(a, i8x16(0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14, -1, -1, -1, -1, -1)),
        i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 4, 7, 10, 13)),
      );
      const green = merged(
        i8x16.swizzle(a, i8x16(1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1)),
        i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14)),
      );
      const blue = merged(
        i8x16.swizzle(a, i8x16(2, 5, 8, 11, 14, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, 1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1)),
        i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15)),
      );
      const column = flip === 0 ? x : size - VECTOR - x;
      const to = target + 4 * (row * size + column);
      writeFloats(ordered(red, flip), to);
      writeFloats(ordered(green, flip), to + plane);
      writeFloats(ordered(blue, flip), to + 2 * plane);
    }
  }
}
