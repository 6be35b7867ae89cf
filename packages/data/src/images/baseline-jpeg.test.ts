// Our decoder against libvips, which Pillow's pixels are known from: the same bytes, or none.
import { readFileSync } from 'node:fs';
import { randomStream } from '@starlab/experiment';
import fc from 'fast-check';
import sharp, { type JpegOptions, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeBaselineJpeg } from './baseline-jpeg.ts';
import { decodeByLibvips } from './decode.ts';

interface Photograph {
  readonly width: number;
  readonly height: number;
  /** 0 is a smooth slope, 255 nothing but noise. */
  readonly grain: number;
  readonly seed: number;
}

/** Slopes with grain, `[height, width, 3]`. */
function photograph({ width, height, grain, seed }: Photograph): Uint8ClampedArray {
  const random = randomStream({ seed, purpose: 'test/photograph', index: 0 });
  const [across, down] = [random.integer(8), random.integer(8)];
  return Uint8ClampedArray.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const slope = across * (pixel % width) + down * Math.floor(pixel / width) + 85 * (i % 3);
    return (slope % 256) + (random.integer(256) - 128) * (grain / 255);
  });
}

function jpegOf(photo: Photograph, options: JpegOptions): Promise<Buffer> {
  const { width, height } = photo;
  return sharp(photograph(photo), { raw: { width, height, channels: 3 } })
    .jpeg(options)
    .toBuffer();
}

const side = fc.integer({ min: 8, max: 90 });
const photo = fc.record({
  width: side,
  height: side,
  grain: fc.constantFrom(0, 10, 60, 255),
  seed: fc.integer(),
});
const options = fc.record({
  quality: fc.integer({ min: 1, max: 100 }),
  chromaSubsampling: fc.constantFrom('4:4:4', '4:2:0'),
  optimiseCoding: fc.boolean(),
});

/** No bytes differ; quicker than comparing arrays by element. */
function expectSame(ours: Uint8Array | undefined, theirs: Uint8Array): void {
  expect(ours && Buffer.compare(ours, theirs)).toBe(0);
}

describe('decodeBaselineJpeg gives the pixels of libvips', () => {
  it('at any size, quality and sampling of chroma', async () => {
    await fc.assert(
      fc.asyncProperty(photo, options, async (drawn, chosen) => {
        const jpeg = await jpegOf(drawn, chosen);
        const ours = decodeBaselineJpeg(jpeg);
        const theirs = await decodeByLibvips(jpeg);
        expect([ours?.width, ours?.height]).toEqual([theirs.width, theirs.height]);
        expectSame(ours?.rgb, theirs.rgb);
      }),
      { numRuns: 150 },
    );
  });

  it('of an image with half the chroma across alone, which libvips does not write', async () => {
    const jpeg = readFileSync(new URL('../../golden/slope-422.jpg', import.meta.url));
    expectSame(decodeBaselineJpeg(jpeg)?.rgb, (await decodeByLibvips(jpeg)).rgb);
  });

  it('of an image with metadata before its tables', async () => {
    const jpeg = await sharp(await jpegOf({ width: 40, height: 24, grain: 20, seed: 1 }, {}))
      .keepIccProfile()
      .withExif({ IFD0: { Copyright: 'nobody' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expectSame(decodeBaselineJpeg(jpeg)?.rgb, (await decodeByLibvips(jpeg)).rgb);
  });

  it('or none at all, whatever byte of the file is another', async () => {
    const jpeg = await jpegOf({ width: 50, height: 41, grain: 30, seed: 3 }, { quality: 80 });
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(jpeg.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const other = Buffer.from(jpeg);
        other[at] = (other[at] ?? 0) ^ change;
        const ours = decodeBaselineJpeg(other);
        if (!ours) return;
        read += 1;
        expectSame(ours.rgb.slice(), (await decodeByLibvips(other)).rgb);
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(0);
  });
});

describe('decodeBaselineJpeg leaves to libvips', () => {
  const usual = { width: 32, height: 24, grain: 20, seed: 5 };

  it('a file that was cut off anywhere', async () => {
    const jpeg = await jpegOf(usual, {});
    for (let length = 0; length < jpeg.length; length++)
      expect(decodeBaselineJpeg(jpeg.subarray(0, length))).toBeUndefined();
  });

  it.each([
    ['a progressive one', (image: Sharp) => image.jpeg({ progressive: true })],
    ['a grey one', (image: Sharp) => image.toColourspace('b-w').jpeg()],
    ['one of four colours', (image: Sharp) => image.toColourspace('cmyk').jpeg()],
    ['a narrow one', (image: Sharp) => image.resize(4, 40).jpeg()],
    ['a large one', (image: Sharp) => image.resize(1500, 1500).jpeg()],
    ['what is no JPEG', (image: Sharp) => image.png()],
  ])('%s', async (_, coded) => {
    const jpeg = await jpegOf(usual, {});
    expect(decodeBaselineJpeg(await coded(sharp(jpeg)).toBuffer())).toBeUndefined();
  });
});
