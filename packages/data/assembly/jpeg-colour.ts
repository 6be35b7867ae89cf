// Planes of luma and chroma to interleaved RGB, with libjpeg's smooth chroma and integer colours.
// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- AssemblyScript has no imports of types
import { Component, COMPONENT_BYTES } from './jpeg-component';
import { merged } from './merged';
import { interleaved, interleavedHigh, pair } from './word-pairs';

@unmanaged
class Picture {
  width: i32;
  height: i32;
  /** Real samples of a chroma plane. */
  chromaWidth: i32;
  chromaHeight: i32;
  /** Luma, blue, red. */
  components: usize;
  target: usize;
  /** Three rows of 16-bit numbers, `rowBytes` each: sums of chroma, blue and red at full width. */
  rows: usize;
  rowBytes: i32;
}

/** Planes to interleaved RGB. */
export function toRgb(picture: Picture): void {
  const blue = changetype<Component>(picture.components + COMPONENT_BYTES);
  const red = changetype<Component>(picture.components + 2 * COMPONENT_BYTES);
  const blueRow = picture.rows + picture.rowBytes;
  const redRow = blueRow + picture.rowBytes;
  for (let y = 0; y < picture.height; y++) {
    chromaRow(picture, blue, y, blueRow);
    chromaRow(picture, red, y, redRow);
    colourRow(picture, y);
  }
}

/**
 * Row `y` of a chroma component at full width, 16 bits each: a new sample is three parts of the nearer old one, one part of the other,
 * along both axes, rounded down and up in turn.
 */
function chromaRow(picture: Picture, chroma: Component, y: i32, target: usize): void {
  const luma = changetype<Component>(picture.components);
  const width = picture.chromaWidth;
  const pitch = chroma.pitch;
  if (luma.across === 1) {
    const row = chroma.plane + y * pitch;
    for (let x = 0; x < width; x += 8) v128.store(target + 2 * x, v128.load_ext<u8>(row + x));
    return;
  }
  const sums = picture.rows + 16;
  const isHalf = luma.down === 2;
  const near = isHalf ? y >> 1 : y;
  const far = max(0, min(picture.chromaHeight - 1, (y & 1) === 1 ? near + 1 : near - 1));
  for (let x = 0; x < width; x += 8) {
    let sum = v128.load_ext<u8>(chroma.plane + near * pitch + x);
    if (isHalf) sum = i16x8.add(threefold(sum), v128.load_ext<u8>(chroma.plane + far * pitch + x));
    v128.store(sums + 2 * x, sum);
  }
  store<u16>(sums - 2, load<u16>(sums));
  store<u16>(sums + 2 * width, load<u16>(sums + 2 * width - 2));

  const roundEven = i16x8.splat(isHalf ? 8 : 1);
  const roundOdd = i16x8.splat(isHalf ? 7 : 2);
  const shift = isHalf ? 4 : 2;
  for (let x = 0; x < width; x += 8) {
    const place = sums + 2 * x;
    const three = threefold(v128.load(place));
    const even = i16x8.shr_u(i16x8.add(i16x8.add(three, v128.load(place - 2)), roundEven), shift);
    const odd = i16x8.shr_u(i16x8.add(i16x8.add(three, v128.load(place + 2)), roundOdd), shift);
    v128.store(target + 4 * x, interleaved(even, odd));
    v128.store(target + 4 * x, interleavedHigh(even, odd), 16);
  }
}

function threefold(values: v128): v128 {
  return i16x8.add(values, i16x8.add(values, values));
}

/** Blue and red times multiples of 2^-16, rounded. */
function weighted(low: v128, high: v128, factors: v128): v128 {
  const half = i32x4.splat(32768);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(low, factors), half), 16),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(high, factors), half), 16),
  );
}

/** 16 pixels at a time: red Y + 1.402 Cr, green Y − 0.34414 Cb − 0.71414 Cr, blue Y + 1.772 Cb; whole parts are added apart. */
function colourRow(picture: Picture, y: i32): void {
  const width = picture.width;
  const component = changetype<Component>(picture.components);
  const luma = component.plane + y * component.pitch;
  const blueRow = picture.rows + picture.rowBytes;
  const redRow = blueRow + picture.rowBytes;
  const target = picture.target + 3 * y * width;
  const middle = i16x8.splat(128);
  const toRed = pair(0, 26345);
  const toGreen = pair(-22554, 18734);
  const toBlue = pair(-14942, 0);
  for (let x = 0; x < width; x += 16) {
    const y0 = v128.load_ext<u8>(luma + x);
    const cb0 = i16x8.sub(v128.load(blueRow + 2 * x), middle);
    const cr0 = i16x8.sub(v128.load(redRow + 2 * x), middle);
    const low0 = interleaved(cb0, cr0);
    const high0 = interleavedHigh(cb0, cr0);
    const red0 = i16x8.add(i16x8.add(y0, cr0), weighted(low0, high0, toRed));
    const green0 = i16x8.add(i16x8.sub(y0, cr0), weighted(low0, high0, toGreen));
    const blue0 = i16x8.add(i16x8.add(y0, i16x8.add(cb0, cb0)), weighted(low0, high0, toBlue));

    const y1 = v128.load_ext<u8>(luma + x, 8);
    const cb1 = i16x8.sub(v128.load(blueRow + 2 * x, 16), middle);
    const cr1 = i16x8.sub(v128.load(redRow + 2 * x, 16), middle);
    const low1 = interleaved(cb1, cr1);
    const high1 = interleavedHigh(cb1, cr1);
    const red1 = i16x8.add(i16x8.add(y1, cr1), weighted(low1, high1, toRed));
    const green1 = i16x8.add(i16x8.sub(y1, cr1), weighted(low1, high1, toGreen));
    const blue1 = i16x8.add(i16x8.add(y1, i16x8.add(cb1, cb1)), weighted(low1, high1, toBlue));

    const r = i8x16.narrow_i16x8_u(red0, red1);
    const g = i8x16.narrow_i16x8_u(green0, green1);
    const b = i8x16.narrow_i16x8_u(blue0, blue1);
    const place = target + 3 * x;
    v128.store(
      place,
      merged(
        i8x16.swizzle(r, i8x16(0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1, 5)),
        i8x16.swizzle(g, i8x16(-1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1)),
        i8x16.swizzle(b, i8x16(-1, -1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1)),
      ),
    );
    v128.store(
      place,
      merged(
        i8x16.swizzle(r, i8x16(-1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10, -1)),
        i8x16.swizzle(g, i8x16(5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10)),
        i8x16.swizzle(b, i8x16(-1, 5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1)),
      ),
      16,
    );
    v128.store(
      place,
      merged(
        i8x16.swizzle(r, i8x16(-1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1, -1)),
        i8x16.swizzle(g, i8x16(-1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1)),
        i8x16.swizzle(b, i8x16(10, -1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15)),
      ),
      32,
    );
  }
}
