import { expect, it } from 'vitest';
import type { DecodedImage } from '../images/decode.ts';
import { createImageCache } from './image-cache.ts';

const IMAGE_BYTES = 12;
const image = (value: number): DecodedImage => ({
  width: 2,
  height: 2,
  rgb: new Uint8Array(IMAGE_BYTES).fill(value),
});

it('keeps what fits, and the first ones for good', () => {
  const cache = createImageCache(2 * IMAGE_BYTES + 1);
  for (const [i, path] of ['a', 'b', 'c', 'a'].entries()) cache.keep(path, image(i));
  expect(cache.bytes).toBe(2 * IMAGE_BYTES);
  expect(['a', 'b', 'c'].map((path) => cache.get(path))).toEqual([image(0), image(1), undefined]);
});

it('keeps a copy: whose memory the pixels came from may write over them', () => {
  const cache = createImageCache(IMAGE_BYTES);
  const given = image(1);
  cache.keep('a', given);
  given.rgb.fill(2);
  expect(cache.get('a')).toEqual(image(1));
});

it('has room again once it is cleared', () => {
  const cache = createImageCache(IMAGE_BYTES);
  cache.keep('a', image(1));
  cache.clear();
  expect(cache.get('a')).toBeUndefined();
  cache.keep('b', image(2));
  expect(cache.get('b')).toEqual(image(2));
});
