// Pillow's 8-bit image resizing, bit for bit: a separable, antialiased filter, first horizontally, then vertically, in
// 22-bit fixed point with rounding and clipping to uint8 after each pass. Published FID values depend on every bit of it.
import { applyPasses, type Taps } from './passes.ts';

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
  const part = {
    offset: box.top * rowBytes + box.left * channels,
    rowBytes,
    rows: box.height,
    columns: box.width,
    channels,
  };
  return applyPasses(pixels, part, {
    ...(sameWidth ? {} : { across: tapsFor(box.width, target.width, filter) }),
    ...(sameHeight ? {} : { down: tapsFor(box.height, target.height, filter) }),
  });
}

/**
 * Resizes as `Image.resize(size, BILINEAR)` does (Pillow ≥ 2.7: a triangle as wide as the downscale factor).
 * @param pixels `[height, width, channels]` uint8
 * @returns `[target.height, target.width, channels]` uint8, a new array
 */
export function resizeBilinear8(pixels: Uint8Array, source: RasterShape, target: Size): Uint8Array {
  return resize(pixels, source, target, FILTERS.bilinear).slice();
}

/** As `resizeBilinear8`, in memory that the next resize may write over. */
export function resizeBilinear8View(pixels: Uint8Array, source: RasterShape, target: Size): Uint8Array {
  return resize(pixels, source, target, FILTERS.bilinear);
}

/** As `resizeBilinear8`, with Keys' cubic kernel, a = −0.5. */
export function resizeBicubic8(pixels: Uint8Array, source: RasterShape, target: Size): Uint8Array {
  return resize(pixels, source, target, FILTERS.bicubic).slice();
}

/** As `resizeBilinear8`, with the three-lobed Lanczos kernel. */
export function resizeLanczos8(pixels: Uint8Array, source: RasterShape, target: Size): Uint8Array {
  return resize(pixels, source, target, FILTERS.lanczos).slice();
}
