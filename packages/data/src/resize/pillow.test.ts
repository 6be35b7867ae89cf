import { readFileSync } from 'node:fs';
import { u01 } from '@starlab/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizeBicubic8, resizeBilinear8, resizeLanczos8 } from './pillow.ts';

const resizers = { bilinear: resizeBilinear8, bicubic: resizeBicubic8, lanczos: resizeLanczos8 };

interface GoldenCase {
  readonly kind: 'noise' | 'smooth';
  readonly filter: keyof typeof resizers;
  readonly srcWidth: number;
  readonly srcHeight: number;
  readonly dstWidth: number;
  readonly dstHeight: number;
  readonly base64: string;
}

const golden = JSON.parse(readFileSync(new URL('../../golden/resize.json', import.meta.url), 'utf8')) as {
  pillow: string;
  cases: GoldenCase[];
};

function noise(width: number, height: number): Uint8Array {
  const name = `resize/${width}x${height}`;
  return Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.floor(u01(name, i) * 256));
}

function smooth(width: number, height: number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const c = i % 3;
    const x = Math.floor(i / 3) % width;
    const y = Math.floor(i / 3 / width);
    return Math.min(255, Math.floor(127.5 + 127.5 * Math.sin(x / 5 + c) * Math.cos(y / 7 - c) + 0.5));
  });
}

describe(`resize is bit-exact with Pillow ${golden.pillow}`, () => {
  it.each(golden.cases)(
    '$kind, $filter, $srcWidth x $srcHeight to $dstWidth x $dstHeight',
    ({ kind, filter, srcWidth, srcHeight, dstWidth, dstHeight, base64 }) => {
      const pixels = (kind === 'noise' ? noise : smooth)(srcWidth, srcHeight);
      const source = { width: srcWidth, height: srcHeight, channels: 3 };
      const resized = resizers[filter](pixels, source, { width: dstWidth, height: dstHeight });
      expect(Buffer.from(resized).equals(Buffer.from(base64, 'base64'))).toBe(true);
    },
  );
});

const side = fc.integer({ min: 1, max: 24 });
const raster = fc.record({ width: side, height: side, channels: fc.constantFrom(1, 3, 4) }).chain((shape) => {
  const length = shape.width * shape.height * shape.channels;
  return fc.record({
    shape: fc.constant(shape),
    pixels: fc.uint8Array({ minLength: length, maxLength: length }),
  });
});
const target = fc.record({ width: side, height: side });

describe.each(Object.entries(resizers))('%s', (_, resize) => {
  it('is the identity when the size stays', () => {
    fc.assert(
      fc.property(raster, ({ shape, pixels }) => {
        expect(resize(pixels, shape, shape)).toEqual(pixels);
      }),
    );
  });

  it('keeps a constant image constant', () => {
    fc.assert(
      fc.property(side, side, target, fc.integer({ min: 0, max: 255 }), (width, height, size, value) => {
        const pixels = new Uint8Array(width * height).fill(value);
        const resized = resize(pixels, { width, height, channels: 1 }, size);
        expect(resized).toEqual(new Uint8Array(size.width * size.height).fill(value));
      }),
    );
  });

  it('sees nothing outside the crop', () => {
    fc.assert(
      fc.property(raster, target, fc.nat(), fc.nat(), ({ shape, pixels }, size, a, b) => {
        const left = a % shape.width;
        const top = b % shape.height;
        const crop = { left, top, width: shape.width - left, height: shape.height - top };
        const cutOut = resize(pixels, { ...shape, crop }, crop);
        expect(resize(pixels, { ...shape, crop }, size)).toEqual(
          resize(cutOut, { width: crop.width, height: crop.height, channels: shape.channels }, size),
        );
      }),
    );
  });
});

describe('resize', () => {
  it('stays within the input’s range when bilinear', () => {
    fc.assert(
      fc.property(raster, target, ({ shape, pixels }, size) => {
        const resized = resizeBilinear8(pixels, shape, size);
        expect(Math.min(...resized)).toBeGreaterThanOrEqual(Math.min(...pixels));
        expect(Math.max(...resized)).toBeLessThanOrEqual(Math.max(...pixels));
      }),
    );
  });

  it('takes the triangle’s weights 1/8, 3/8, 3/8, 1/8 when halving', () => {
    const row = Uint8Array.of(0, 0, 0, 80, 0, 0, 0, 0);
    const halved = resizeBilinear8(row, { width: 8, height: 1, channels: 1 }, { width: 4, height: 1 });
    expect([...halved]).toEqual([0, 30, 10, 0]);
  });

  it('refuses a crop that leaves the image, naming both', () => {
    const source = { width: 4, height: 4, channels: 1, crop: { left: 2, top: 0, width: 3, height: 4 } };
    expect(() => resizeBilinear8(new Uint8Array(16), source, { width: 2, height: 2 })).toThrow(
      'crop 3x4+2+0 of 4x4 px',
    );
  });

  it('refuses bytes that do not fill the stated shape', () => {
    expect(() =>
      resizeBilinear8(new Uint8Array(5), { width: 2, height: 2, channels: 1 }, { width: 1, height: 1 }),
    ).toThrow('5 bytes given for 2x2 px of 1 channels');
  });
});
