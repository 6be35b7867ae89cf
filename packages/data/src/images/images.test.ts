import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryFolders, writeImage } from '../../test/image-files.ts';
import { resizeBilinear8 } from '../resize/pillow.ts';
import { composeGrid, encodePng } from './grid.ts';
import { loadImages } from './load-images.ts';
import { fromTensorLayout, toTensorLayout, writePlanar } from './tensor-layout.ts';

const temporaryFolder = temporaryFolders();

describe('loadImages', () => {
  it('squashes to S×S with Pillow’s filter and keeps the order', async () => {
    const folder = await temporaryFolder();
    const pixels = Uint8Array.from({ length: 30 * 20 * 3 }, (_, i) => (i * 37) % 256);
    await sharp(pixels, { raw: { width: 30, height: 20, channels: 3 } })
      .png()
      .toFile(join(folder, 'a.png'));
    await writeImage(join(folder, 'b.png'), { colour: [9, 8, 7] });
    const [a, b] = await loadImages([join(folder, 'a.png'), join(folder, 'b.png')], { imageSize: 16 });
    expect(a).toEqual(
      resizeBilinear8(pixels, { width: 30, height: 20, channels: 3 }, { width: 16, height: 16 }),
    );
    expect(b?.subarray(0, 3)).toEqual(Uint8Array.of(9, 8, 7));
  });

  it('names the file it cannot decode and the way to find others', async () => {
    const path = join(await temporaryFolder(), 'missing.png');
    await expect(loadImages([path], { imageSize: 8 })).rejects.toMatchObject({
      name: 'UnreadableImageError',
      message: expect.stringContaining(path) as string,
      remedy: expect.stringContaining('starlab data check') as string,
    });
  });
});

describe('tensor layout', () => {
  it('is planar, scaled to [−1, 1]', () => {
    const image = Uint8Array.of(0, 51, 255, 0, 51, 255, 0, 51, 255, 0, 51, 255);
    // (51/255 − 0.5) / 0.5 = −0.6
    const expected = [
      -1,
      -1,
      -1,
      -1,
      Math.fround(-0.6),
      Math.fround(-0.6),
      Math.fround(-0.6),
      Math.fround(-0.6),
      1,
      1,
      1,
      1,
    ];
    const tensor = toTensorLayout([image], 2);
    // Three roundings of float32 lie between the two, 2^-24 each.
    tensor.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 6));
  });

  it.each([false, true])('has the very floats of the reference’s steps at any size, mirrored: %s', (flip) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (size) => {
        const image = Uint8Array.from({ length: 3 * size * size }, (_, i) => (i * 7) % 256);
        const tensor = new Float32Array(image.length);
        writePlanar(image, { tensor, offset: 0, size, flip });
        const expected = Float32Array.from(tensor, (_, i) => {
          const [channel, row, column] = [Math.floor(i / size / size), Math.floor(i / size) % size, i % size];
          const x = flip ? size - 1 - column : column;
          return Math.fround(Math.fround((image[3 * (row * size + x) + channel] ?? 0) / 255) - 0.5) / 0.5;
        });
        expect(tensor).toEqual(expected);
      }),
    );
  });

  it('mirrors left and right, leaving rows in place', () => {
    const image = Uint8Array.from({ length: 12 }, (_, i) => i);
    const tensor = new Float32Array(13);
    writePlanar(image, { tensor, offset: 1, size: 2, flip: true });
    const [mirrored = []] = fromTensorLayout(tensor.subarray(1), 2);
    expect([...mirrored]).toEqual([3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]);
  });

  it('comes back bit for bit', () => {
    const bytes = fc.uint8Array({ minLength: 48, maxLength: 48 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 3 }), (images) => {
        expect(fromTensorLayout(toTensorLayout(images, 4), 4)).toEqual(images);
      }),
    );
  });

  it('clamps, then takes floor(v·255 + 0.5)', () => {
    // v = (x + 1) / 2; the middle of 127 and 128 (x = 0, v·255 = 127.5) goes up.
    const values = [-3, -1, 0, 1, 7, 2 * (10.4 / 255) - 1, 2 * (10.6 / 255) - 1];
    const tensor = Float32Array.from([...values, 0, 0, 0, 0, 0]);
    const [image] = fromTensorLayout(tensor, 2);
    const red = [0, 3, 6, 9].map((i) => image?.[i]);
    const green = [1, 4, 7].map((i) => image?.[i]);
    expect(red).toEqual([0, 0, 128, 255]);
    expect(green).toEqual([255, 10, 11]);
  });

  it('refuses images of another size', () => {
    expect(() => toTensorLayout([new Uint8Array(12)], 4)).toThrow('4x4 RGB has 48');
    expect(() => fromTensorLayout(new Float32Array(13), 2)).toThrow('13 values');
  });
});

describe('composeGrid', () => {
  const solid = (value: number): Uint8Array => new Uint8Array(12).fill(value);

  it('lays images out row by row with gaps between them only', () => {
    const { rgb, width, height } = composeGrid({
      images: [solid(1), undefined, solid(3)],
      columns: 2,
      gap: 1,
      background: [9, 9, 9],
    });
    expect([width, height]).toEqual([5, 5]);
    const red = Array.from({ length: 25 }, (_, i) => rgb[3 * i]);
    expect(red).toEqual([1, 1, 9, 9, 9, 1, 1, 9, 9, 9, 9, 9, 9, 9, 9, 3, 3, 9, 9, 9, 3, 3, 9, 9, 9]);
  });

  it('refuses images of different sizes', () => {
    expect(() => composeGrid({ images: [solid(1), new Uint8Array(27)], columns: 2 })).toThrow('12, 27 bytes');
  });

  it('survives PNG bit for bit', async () => {
    const pixels = Uint8Array.from({ length: 5 * 3 * 3 }, (_, i) => (i * 31) % 256);
    const png = await encodePng(pixels, 5, 3);
    expect(new Uint8Array(await sharp(png).raw().toBuffer())).toEqual(pixels);
  });
});
