// Pillow's 8-bit image resizing, bit for bit: a separable, antialiased filter, first horizontally, then vertically, in
// 22-bit fixed point with rounding and clipping to uint8 after each pass. Published FID values depend on every bit of it.

/** Interleaved 8-bit pixels, row-major `[height, width, channels]`. */
export interface RasterShape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Resize only this part, as if it had been cut out first: nothing outside it is looked at. Whole pixels. */
  readonly crop?: Box;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Filter {
  /** Half width in source pixels, when not downscaling. */
  readonly support: number;
  weight(x: number): number;
}

const BICUBIC_A = -0.5;

function bicubicWeight(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return ((BICUBIC_A + 2) * t - (BICUBIC_A + 3)) * t * t + 1;
  if (t < 2) return (((t - 5) * t + 8) * t - 4) * BICUBIC_A;
  return 0;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const FILTERS = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: bicubicWeight },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
} as const satisfies Record<string, Filter>;

/** 32 bits less 8 of the pixel and 2 of headroom: Lanczos overshoots. */
const PRECISION_BITS = 32 - 8 - 2;
const ONE = 2 ** PRECISION_BITS;
const HALF = 2 ** (PRECISION_BITS - 1);

/** For each output position: which input positions it reads, and their fixed-point weights. */
interface Taps {
  readonly first: Int32Array; // [outputs]
  readonly count: Int32Array; // [outputs]
  readonly weights: Int32Array; // [outputs, stride]
  readonly stride: number;
}

function tapsFor(inputs: number, outputs: number, filter: Filter): Taps {
  const scale = inputs / outputs;
  const filterScale = Math.max(scale, 1);
  const support = filter.support * filterScale;
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputs);
  const count = new Int32Array(outputs);
  const weights = new Int32Array(outputs * stride);
  const exact = new Float64Array(stride);
  const inverseScale = 1 / filterScale;

  for (let i = 0; i < outputs; i++) {
    const centre = (i + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(inputs, Math.trunc(centre + support + 0.5));
    let total = 0;
    for (let k = 0; k < to - from; k++) {
      const weight = filter.weight((k + from - centre + 0.5) * inverseScale);
      exact[k] = weight;
      total += weight;
    }
    first[i] = from;
    count[i] = to - from;
    for (let k = 0; k < to - from; k++) {
      const normalised = ((exact[k] ?? 0) / total) * ONE;
      weights[i * stride + k] = Math.trunc(normalised + (normalised < 0 ? -0.5 : 0.5));
    }
  }
  return { first, count, weights, stride };
}

interface Pass {
  readonly taps: Taps;
  /** Result rows and columns, in pixels. */
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** Bytes of the source from its start to the first pixel read, and from one row to the next. */
  readonly offset: number;
  readonly rowBytes: number;
}

/** Clamping is done on writing; readers get plain bytes, the only kind of array the passes take. */
const bytesOf = (clamped: Uint8ClampedArray): Uint8Array =>
  new Uint8Array(clamped.buffer, clamped.byteOffset, clamped.length);

// Every index below is in bounds by construction, and a `?? 0` per read has no place in innermost loops.
/* eslint-disable @typescript-eslint/no-non-null-assertion */

function horizontalPass(source: Uint8Array, pass: Pass): Uint8Array {
  return pass.channels === 3 ? horizontalPass3(source, pass) : horizontalPassAny(source, pass);
}

/**
 * RGB, by far the most frequent: the three channels of two rows in one walk over the taps, so that a weight is read once for six
 * products. `Math.imul` keeps them integers, where `*` would go through doubles; together that halves the time.
 */
function horizontalPass3(source: Uint8Array, pass: Pass): Uint8Array {
  const { rows, columns, offset, rowBytes } = pass;
  const { first, count, weights, stride } = pass.taps;
  const result = new Uint8ClampedArray(rows * columns * 3);
  for (let row = 0; row < rows; row += 2) {
    const isPair = row + 1 < rows; // otherwise the last row is done twice
    const nextRow = isPair ? rowBytes : 0;
    const nextOut = isPair ? columns * 3 : 0;
    const rowStart = offset + row * rowBytes;
    let out = row * columns * 3;
    for (let column = 0; column < columns; column++, out += 3) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let redBelow = HALF;
      let greenBelow = HALF;
      let blueBelow = HALF;
      let at = rowStart + first[column]! * 3;
      const start = column * stride;
      const end = start + count[column]!;
      for (let k = start; k < end; k++, at += 3) {
        const weight = weights[k]!;
        const below = at + nextRow;
        red = (red + Math.imul(source[at]!, weight)) | 0;
        green = (green + Math.imul(source[at + 1]!, weight)) | 0;
        blue = (blue + Math.imul(source[at + 2]!, weight)) | 0;
        redBelow = (redBelow + Math.imul(source[below]!, weight)) | 0;
        greenBelow = (greenBelow + Math.imul(source[below + 1]!, weight)) | 0;
        blueBelow = (blueBelow + Math.imul(source[below + 2]!, weight)) | 0;
      }
      result[out] = red >> PRECISION_BITS;
      result[out + 1] = green >> PRECISION_BITS;
      result[out + 2] = blue >> PRECISION_BITS;
      result[out + nextOut] = redBelow >> PRECISION_BITS;
      result[out + nextOut + 1] = greenBelow >> PRECISION_BITS;
      result[out + nextOut + 2] = blueBelow >> PRECISION_BITS;
    }
  }
  return bytesOf(result);
}

function horizontalPassAny(source: Uint8Array, pass: Pass): Uint8Array {
  const { rows, columns, channels, offset, rowBytes } = pass;
  const { first, count, weights, stride } = pass.taps;
  const result = new Uint8ClampedArray(rows * columns * channels);
  let out = 0;
  for (let row = 0; row < rows; row++) {
    const rowStart = offset + row * rowBytes;
    for (let column = 0; column < columns; column++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = HALF;
        const start = rowStart + first[column]! * channels + channel;
        for (let k = 0; k < count[column]!; k++) {
          sum = (sum + Math.imul(source[start + k * channels]!, weights[column * stride + k]!)) | 0;
        }
        result[out++] = sum >> PRECISION_BITS;
      }
    }
  }
  return bytesOf(result);
}

/** Adds the weighted rows from `start` on to `sums`, four at a time. */
function addRows(
  sums: Int32Array,
  source: Uint8Array,
  { start, rowBytes, weights }: { start: number; rowBytes: number; weights: Int32Array },
): void {
  const length = sums.length;
  const taps = weights.length;
  let k = 0;
  for (; k + 4 <= taps; k += 4) {
    const [w0, w1, w2, w3] = [weights[k]!, weights[k + 1]!, weights[k + 2]!, weights[k + 3]!];
    const first = start + k * rowBytes;
    const [second, third, fourth] = [first + rowBytes, first + 2 * rowBytes, first + 3 * rowBytes];
    for (let i = 0; i < length; i++) {
      sums[i] =
        (sums[i]! +
          Math.imul(source[first + i]!, w0) +
          Math.imul(source[second + i]!, w1) +
          Math.imul(source[third + i]!, w2) +
          Math.imul(source[fourth + i]!, w3)) |
        0;
    }
  }
  for (; k < taps; k++) {
    const weight = weights[k]!;
    const row = start + k * rowBytes;
    for (let i = 0; i < length; i++) sums[i] = (sums[i]! + Math.imul(source[row + i]!, weight)) | 0;
  }
}

function verticalPass(source: Uint8Array, pass: Pass): Uint8Array {
  const { rows, columns, channels, offset, rowBytes } = pass;
  const { first, count, weights, stride } = pass.taps;
  const length = columns * channels;
  const result = new Uint8ClampedArray(rows * length);
  const sums = new Int32Array(length);
  for (let row = 0; row < rows; row++) {
    const ofRow = weights.subarray(row * stride, row * stride + count[row]!);
    sums.fill(HALF);
    addRows(sums, source, { start: offset + first[row]! * rowBytes, rowBytes, weights: ofRow });
    const out = row * length;
    for (let i = 0; i < length; i++) result[out + i] = sums[i]! >> PRECISION_BITS;
  }
  return bytesOf(result);
}
/* eslint-enable @typescript-eslint/no-non-null-assertion */

function cropped(pixels: Uint8Array, source: RasterShape, box: Box): Uint8Array {
  const { channels } = source;
  const rowBytes = box.width * channels;
  const result = new Uint8Array(box.height * rowBytes);
  for (let row = 0; row < box.height; row++) {
    const start = ((box.top + row) * source.width + box.left) * channels;
    result.set(pixels.subarray(start, start + rowBytes), row * rowBytes);
  }
  return result;
}

function checkArguments(pixels: Uint8Array, source: RasterShape, target: Size): void {
  const { width, height, channels } = source;
  if (pixels.length !== width * height * channels) {
    throw new RangeError(
      `resize: ${pixels.length} bytes given for ${width}x${height} px of ${channels} channels.`,
    );
  }
  const { left, top, width: w, height: h } = source.crop ?? { left: 0, top: 0, width, height };
  const inside = left >= 0 && top >= 0 && left + w <= width && top + h <= height;
  const whole = [left, top, w, h, target.width, target.height].every(Number.isInteger);
  if (!inside || !whole || Math.min(w, h, target.width, target.height) < 1) {
    throw new RangeError(
      `resize: crop ${w}x${h}+${left}+${top} of ${width}x${height} px to ${target.width}x${target.height} px.`,
    );
  }
}

function resize(pixels: Uint8Array, source: RasterShape, target: Size, filter: Filter): Uint8Array {
  checkArguments(pixels, source, target);
  const { channels } = source;
  const box = source.crop ?? { left: 0, top: 0, width: source.width, height: source.height };
  // As in Pillow, an axis whose length stays is left alone.
  const [sameWidth, sameHeight] = [box.width === target.width, box.height === target.height];
  if (sameWidth && sameHeight) return cropped(pixels, source, box);

  const rowBytes = source.width * channels;
  const offset = box.top * rowBytes + box.left * channels;
  const inSource = { columns: target.width, channels, offset, rowBytes };
  const verticalTaps = tapsFor(box.height, target.height, filter);
  if (sameWidth) return verticalPass(pixels, { ...inSource, taps: verticalTaps, rows: target.height });

  const taps = tapsFor(box.width, target.width, filter);
  const wide = horizontalPass(pixels, { ...inSource, taps, rows: box.height });
  if (sameHeight) return wide;
  const inWide = { columns: target.width, channels, offset: 0, rowBytes: target.width * channels };
  return verticalPass(wide, { ...inWide, taps: verticalTaps, rows: target.height });
}

/**
 * Resizes as `Image.resize(size, BILINEAR)` does (Pillow ≥ 2.7: a triangle as wide as the downscale factor).
 * @param pixels `[height, width, channels]` uint8
 * @returns `[target.height, target.width, channels]` uint8, a new array
 */
export function resizeBilinear8(pixels: Uint8Array, source: RasterShape, target: Size): Uint8Array {
  return resize(pixels, source, target, FILTERS.bilinear);
}

/** As `resizeBilinear8`, with Keys' cubic kernel, a = −0.5. */
export function resizeBicubic8(pixels: Uint8Array, source: RasterShape, target: Size): Uint8Array {
  return resize(pixels, source, target, FILTERS.bicubic);
}

/** As `resizeBilinear8`, with the three-lobed Lanczos kernel. */
export function resizeLanczos8(pixels: Uint8Array, source: RasterShape, target: Size): Uint8Array {
  return resize(pixels, source, target, FILTERS.lanczos);
}
