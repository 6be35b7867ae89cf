import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode.ts';

const red = { r: 200, g: 100, b: 50 };
const solid = (background: object, channels: 3 | 4 = 3) =>
  sharp({
    create: { width: 4, height: 2, channels, background: background as { r: number; g: number; b: number } },
  });

async function pixelsOf(bytes: Uint8Array): Promise<number[][]> {
  const { rgb, width, height } = await decodeImage(bytes);
  return Array.from({ length: width * height }, (_, i) => [...rgb.subarray(3 * i, 3 * i + 3)]);
}

describe('decodeImage gives 8-bit RGB', () => {
  it('of an 8-bit RGB image, unchanged', async () => {
    const { width, height, rgb } = await decodeImage(await solid(red).png().toBuffer());
    expect([width, height]).toEqual([4, 2]);
    expect([...rgb]).toEqual(Array.from({ length: 8 }, () => [200, 100, 50]).flat());
  });

  it('of a greyscale image, repeating the grey', async () => {
    const grey = await sharp(Uint8Array.of(0, 77, 128, 255), { raw: { width: 4, height: 1, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect((await sharp(grey).metadata()).channels).toBe(1);
    expect(await pixelsOf(grey)).toEqual([0, 77, 128, 255].map((v) => [v, v, v]));
  });

  it('of an image with alpha, dropping alpha and keeping the colours under it', async () => {
    const transparent = await solid({ ...red, alpha: 0.25 }, 4)
      .png()
      .toBuffer();
    expect((await pixelsOf(transparent))[0]).toEqual([200, 100, 50]);
  });

  it('of a palette image', async () => {
    const palette = await solid(red).png({ palette: true }).toBuffer();
    expect((await pixelsOf(palette))[0]).toEqual([200, 100, 50]);
  });

  it('of a 16-bit image, taking the high bytes', async () => {
    const deep = await sharp(Uint16Array.of(0x1234, 0xabcd, 0xffff), {
      raw: { width: 1, height: 1, channels: 3 },
    })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(await pixelsOf(deep)).toEqual([[0x12, 0xab, 0xff]]);
  });

  it('of a CMYK image, near the colour it was made from', async () => {
    const blueGrey = [120, 140, 160]; // well inside CMYK's gamut
    const [r, g, b] = blueGrey;
    const cmyk = await solid({ r, g, b }).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const [pixel = []] = await pixelsOf(cmyk);
    // Four inks of 8 bits and the profile's tables cost a few units per channel, there and back.
    for (const [i, value] of blueGrey.entries())
      expect(Math.abs((pixel[i] ?? 0) - value)).toBeLessThanOrEqual(5);
  });

  it('of a rotated photograph, ignoring its EXIF orientation as PIL does', async () => {
    const rotated = await solid(red).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect((await sharp(rotated).metadata()).orientation).toBe(6);
    const { width, height } = await decodeImage(rotated);
    expect([width, height]).toEqual([4, 2]);
  });

  it('of an image with a colour profile, without converting it, as PIL does', async () => {
    const profiled = await solid(red).withIccProfile('p3').png().toBuffer();
    const stored = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer();
    expect((await sharp(profiled).metadata()).icc).toBeDefined();
    expect((await pixelsOf(profiled))[0]).toEqual([...stored.subarray(0, 3)]);
    expect([...stored.subarray(0, 3)]).not.toEqual([200, 100, 50]);
  });
});

it('says why each of many broken images is broken, though all are decoded at once', async () => {
  const photograph = await sharp({
    create: {
      width: 200,
      height: 200,
      channels: 3,
      background: red,
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    .jpeg()
    .toBuffer();
  const cut = photograph.subarray(0, photograph.length - 60);
  const reasons = await Promise.all(
    Array.from({ length: 64 }, () =>
      decodeImage(cut).then(
        () => 'decoded',
        (error: unknown) => String(error),
      ),
    ),
  );
  for (const reason of reasons) expect(reason).toMatch(/premature end/i);
});
