// Pairs of 16-bit numbers in a vector, as a product of vectors sums them.

/** Four times the same pair. */
export function pair(first: i16, second: i16): v128 {
  return i16x8(first, second, first, second, first, second, first, second);
}

/** The first four of each, in turn. */
export function interleaved(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
}

/** The last four of each, in turn. */
export function interleavedHigh(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
}
