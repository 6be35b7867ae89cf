// A block's coefficients to samples: libjpeg's accurate integer inverse cosine transform, after Loeffler, Ligtenberg and
// Moschytz 1989, columns first, then rows. Factors are multiples of 2^-13.
import { interleaved, pair } from './word-pairs';

/** A block of which only the mean is not zero. */
export function flat(dc: i32, target: usize, pitch: i32): void {
  const sample = max(0, min(255, ((dc + 4) >> 3) + 128));
  const row = i8x16.splat(sample as i8);
  for (let i = 0; i < 8; i++) v128.store_lane<u64>(target + i * pitch, row, 0);
}

/** The inverse cosine transform of a block, which is lost; its result as 8-bit samples. */
export function samples(block: usize, between: usize, target: usize, pitch: i32): void {
  transformHalf(block, between, 11);
  transformHalf(block + 8, between + 64, 11);
  transformHalf(between, block, 18);
  transformHalf(between + 8, block + 64, 18);
  const middle = i8x16.splat(-128);
  for (let i: usize = 0; i < 8; i += 2) {
    const rows = i8x16.narrow_i16x8_s(v128.load(block + 16 * i), v128.load(block + 16 * i + 16));
    const shifted = v128.xor(rows, middle);
    v128.store_lane<u64>(target + i * pitch, shifted, 0);
    v128.store_lane<u64>(target + (i + 1) * pitch, shifted, 1);
  }
}

function scaled(sum: v128, shift: i32): v128 {
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(1 << (shift - 1))), shift);
}

/** Two rows of four as four pairs. */
function pairsOf(first: v128, second: v128, shift: i32): v128 {
  const a = scaled(first, shift);
  const b = scaled(second, shift);
  return interleaved(i16x8.narrow_i32x4_s(a, a), i16x8.narrow_i32x4_s(b, b));
}

/** Four columns of eight, transformed and written as four rows of eight; `shift` bits are rounded off. */
function transformHalf(from: usize, to: usize, shift: i32): void {
  const x0 = v128.load_zero<u64>(from);
  const x1 = v128.load_zero<u64>(from, 16);
  const x2 = v128.load_zero<u64>(from, 32);
  const x3 = v128.load_zero<u64>(from, 48);
  const x4 = v128.load_zero<u64>(from, 64);
  const x5 = v128.load_zero<u64>(from, 80);
  const x6 = v128.load_zero<u64>(from, 96);
  const x7 = v128.load_zero<u64>(from, 112);

  const x26 = interleaved(x2, x6);
  const even0 = i32x4.shl(i32x4.extend_low_i16x8_s(i16x8.add(x0, x4)), 13);
  const even1 = i32x4.shl(i32x4.extend_low_i16x8_s(i16x8.sub(x0, x4)), 13);
  const even2 = i32x4.dot_i16x8_s(x26, pair(4433, -10704));
  const even3 = i32x4.dot_i16x8_s(x26, pair(10703, 4433));
  const a0 = i32x4.add(even0, even3);
  const a1 = i32x4.add(even1, even2);
  const a2 = i32x4.sub(even1, even2);
  const a3 = i32x4.sub(even0, even3);

  const sums = interleaved(i16x8.add(x7, x3), i16x8.add(x5, x1));
  const x71 = interleaved(x7, x1);
  const x53 = interleaved(x5, x3);
  const sum3 = i32x4.dot_i16x8_s(sums, pair(-6436, 9633));
  const sum4 = i32x4.dot_i16x8_s(sums, pair(9633, 6437));
  const b0 = i32x4.add(i32x4.dot_i16x8_s(x71, pair(-4927, -7373)), sum3);
  const b1 = i32x4.add(i32x4.dot_i16x8_s(x53, pair(-4176, -20995)), sum4);
  const b2 = i32x4.add(i32x4.dot_i16x8_s(x53, pair(-20995, 4177)), sum3);
  const b3 = i32x4.add(i32x4.dot_i16x8_s(x71, pair(-7373, 4926)), sum4);

  const rows01 = pairsOf(i32x4.add(a0, b3), i32x4.add(a1, b2), shift);
  const rows23 = pairsOf(i32x4.add(a2, b1), i32x4.add(a3, b0), shift);
  const rows45 = pairsOf(i32x4.sub(a3, b0), i32x4.sub(a2, b1), shift);
  const rows67 = pairsOf(i32x4.sub(a1, b2), i32x4.sub(a0, b3), shift);

  const top01 = i8x16.shuffle(rows01, rows23, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
  const top23 = i8x16.shuffle(rows01, rows23, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
  const low01 = i8x16.shuffle(rows45, rows67, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
  const low23 = i8x16.shuffle(rows45, rows67, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
  v128.store(to, i8x16.shuffle(top01, low01, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
  v128.store(
    to,
    i8x16.shuffle(top01, low01, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31),
    16,
  );
  v128.store(to, i8x16.shuffle(top23, low23, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23), 32);
  v128.store(
    to,
    i8x16.shuffle(top23, low23, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31),
    48,
  );
}
