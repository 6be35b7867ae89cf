// The two passes of Pillow's 8-bit resize on vectors of 128 bits (AssemblyScript): sums of pixel times weight, exact in 32 bits.
// A weight has 24 bits and a factor of a vector product 16, so weights come in two halves, and two sums of products make one.
// `npm run build:wasm` makes resize.wasm of it, which src/resize/passes.ts calls.

const PRECISION_BITS = 22;
const HALF = 1 << (PRECISION_BITS - 1);
/** Of a weight, in its lower half; src/resize/passes.ts splits them. */
const LOW_BITS = 11;

/** What a pass does. Places and distances in bytes; behind the source and the target lie bytes that nobody minds. */
@unmanaged
class Pass {
  source: usize;
  /** From one row to the next. */
  sourcePitch: i32;
  target: usize;
  targetPitch: i32;
  /** Of the target: rows, and pixels in a row. */
  rows: i32;
  columns: i32;
  channels: i32;
  /** For every output: offset of its first tap in the source, number of pairs of taps, then the weights, `PAIR` bytes a pair. */
  taps: usize;
}

const HEADER: usize = 8;
/** Upper halves of two weights, then their lower halves, 16 bits each. An odd last tap has a partner of weight 0. */
const PAIR: usize = 8;
const LOW: usize = 4;

/** The result of four sums, as 32 bits; the caller clips them. */
function rounded(high: v128, low: v128): v128 {
  const sum = i32x4.add(i32x4.shl(high, LOW_BITS), i32x4.add(low, i32x4.splat(HALF)));
  return i32x4.shr_s(sum, PRECISION_BITS);
}

/** Two neighbouring pixels as 16-bit values: red, red, green, green, blue, blue. */
function pixelPair(place: usize): v128 {
  return i8x16.swizzle(
    v128.load_zero<u64>(place),
    i8x16(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1),
  );
}

/** Four rows at a time, so that weights are read once for four. A row's result is followed by a byte of no meaning. */
export function horizontalRgb(pass: Pass): void {
  const sourcePitch = pass.sourcePitch;
  const targetPitch = pass.targetPitch;
  for (let row = 0; row < pass.rows; row += 4) {
    // Of the last rows, where fewer than four are left, one is done repeatedly.
    const left = pass.rows - 1 - row;
    const row1 = min(1, left);
    const row2 = min(2, left);
    const row3 = min(3, left);
    const source = pass.source + row * sourcePitch;
    let target = pass.target + row * targetPitch;
    let taps = pass.taps;
    for (let column = 0; column < pass.columns; column++) {
      let from0 = source + load<i32>(taps);
      let from1 = from0 + row1 * sourcePitch;
      let from2 = from0 + row2 * sourcePitch;
      let from3 = from0 + row3 * sourcePitch;
      const end = taps + HEADER + PAIR * load<i32>(taps, 4);
      let high0 = i32x4.splat(0);
      let high1 = high0;
      let high2 = high0;
      let high3 = high0;
      let low0 = high0;
      let low1 = high0;
      let low2 = high0;
      let low3 = high0;
      for (taps += HEADER; taps < end; taps += PAIR) {
        const high = v128.load_splat<u32>(taps);
        const low = v128.load_splat<u32>(taps, LOW);
        const pair0 = pixelPair(from0);
        const pair1 = pixelPair(from1);
        const pair2 = pixelPair(from2);
        const pair3 = pixelPair(from3);
        high0 = i32x4.add(high0, i32x4.dot_i16x8_s(pair0, high));
        high1 = i32x4.add(high1, i32x4.dot_i16x8_s(pair1, high));
        high2 = i32x4.add(high2, i32x4.dot_i16x8_s(pair2, high));
        high3 = i32x4.add(high3, i32x4.dot_i16x8_s(pair3, high));
        low0 = i32x4.add(low0, i32x4.dot_i16x8_s(pair0, low));
        low1 = i32x4.add(low1, i32x4.dot_i16x8_s(pair1, low));
        low2 = i32x4.add(low2, i32x4.dot_i16x8_s(pair2, low));
        low3 = i32x4.add(low3, i32x4.dot_i16x8_s(pair3, low));
        from0 += 6;
        from1 += 6;
        from2 += 6;
        from3 += 6;
      }
      const upper = i16x8.narrow_i32x4_s(rounded(high0, low0), rounded(high1, low1));
      const lower = i16x8.narrow_i32x4_s(rounded(high2, low2), rounded(high3, low3));
      const pixels = i8x16.narrow_i16x8_u(upper, lower);
      v128.store_lane<u32>(target, pixels, 0);
      v128.store_lane<u32>(target + row1 * targetPitch, pixels, 1);
      v128.store_lane<u32>(target + row2 * targetPitch, pixels, 2);
      v128.store_lane<u32>(target + row3 * targetPitch, pixels, 3);
      target += 3;
    }
  }
}

/** Any number of channels, one value at a time. */
export function horizontal(pass: Pass): void {
  const channels = pass.channels;
  for (let row = 0; row < pass.rows; row++) {
    const source = pass.source + row * pass.sourcePitch;
    let target = pass.target + row * pass.targetPitch;
    let taps = pass.taps;
    for (let column = 0; column < pass.columns; column++) {
      const weights = taps + HEADER;
      const end = weights + PAIR * load<i32>(taps, 4);
      for (let channel = 0; channel < channels; channel++) {
        let from = source + load<i32>(taps) + channel;
        let high = 0;
        let low = 0;
        for (let pair = weights; pair < end; pair += PAIR) {
          const first: i32 = load<u8>(from);
          const second: i32 = load<u8>(from + channels);
          high += first * load<i16>(pair) + second * load<i16>(pair, 2);
          low += first * load<i16>(pair, LOW) + second * load<i16>(pair, LOW + 2);
          from += 2 * channels;
        }
        const value = ((high << LOW_BITS) + low + HALF) >> PRECISION_BITS;
        store<u8>(target++, max(0, min(255, value)));
      }
      taps = end;
    }
  }
}

/** Sixteen bytes of a row at a time, whatever they are. A row's result ends with bytes of no meaning where 16 do not divide it. */
export function vertical(pass: Pass): void {
  const pitch = pass.sourcePitch;
  const width = pass.columns * pass.channels;
  let taps = pass.taps;
  for (let row = 0; row < pass.rows; row++) {
    const source = pass.source + load<i32>(taps);
    const target = pass.target + row * pass.targetPitch;
    const weights = taps + HEADER;
    taps = weights + PAIR * load<i32>(taps, 4);
    for (let at = 0; at < width; at += 16) {
      let from = source + at;
      let high0 = i32x4.splat(0);
      let high1 = high0;
      let high2 = high0;
      let high3 = high0;
      let low0 = high0;
      let low1 = high0;
      let low2 = high0;
      let low3 = high0;
      for (let pair = weights; pair < taps; pair += PAIR) {
        const high = v128.load_splat<u32>(pair);
        const low = v128.load_splat<u32>(pair, LOW);
        const above = v128.load(from);
        const below = v128.load(from + pitch);
        const left = i8x16.shuffle(above, below, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const right = i8x16.shuffle(
          above,
          below,
          8,
          24,
          9,
          25,
          10,
          26,
          11,
          27,
          12,
          28,
          13,
          29,
          14,
          30,
          15,
          31,
        );
        const pair0 = i16x8.extend_low_i8x16_u(left);
        const pair1 = i16x8.extend_high_i8x16_u(left);
        const pair2 = i16x8.extend_low_i8x16_u(right);
        const pair3 = i16x8.extend_high_i8x16_u(right);
        high0 = i32x4.add(high0, i32x4.dot_i16x8_s(pair0, high));
        high1 = i32x4.add(high1, i32x4.dot_i16x8_s(pair1, high));
        high2 = i32x4.add(high2, i32x4.dot_i16x8_s(pair2, high));
        high3 = i32x4.add(high3, i32x4.dot_i16x8_s(pair3, high));
        low0 = i32x4.add(low0, i32x4.dot_i16x8_s(pair0, low));
        low1 = i32x4.add(low1, i32x4.dot_i16x8_s(pair1, low));
        low2 = i32x4.add(low2, i32x4.dot_i16x8_s(pair2, low));
        low3 = i32x4.add(low3, i32x4.dot_i16x8_s(pair3, low));
        from += 2 * pitch;
      }
      const upper = i16x8.narrow_i32x4_s(rounded(high0, low0), rounded(high1, low1));
      const lower = i16x8.narrow_i32x4_s(rounded(high2, low2), rounded(high3, low3));
      v128.store(target + at, i8x16.narrow_i16x8_u(upper, lower));
    }
  }
}
