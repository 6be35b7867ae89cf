import type { ImageBatch, TranslationRequest } from '@starlab/metrics';
import { expect, it } from 'vitest';
import type { Translator } from '../sampling/translator.ts';
import { sharedTranslation } from './shared-translation.ts';

/** One value an image: ten times its domain, plus its index. */
const batch = (domain: number, ...images: number[]): ImageBatch => ({
  domain,
  images,
  tensor: () => Float32Array.from(images, (image) => 10 * domain + image),
});

/** Encodes to 1000 times the image, styles are the guide; counts what it is asked for. */
function countingTranslator(guide: 'latent' | 'none' = 'latent') {
  const calls = { encode: 0, styles: 0, decode: 0 };
  const translator: Translator = {
    batchSize: 2,
    styleSize: 1,
    guides: { latent: guide, reference: 'reference' },
    encode: (images) => {
      calls.encode++;
      return Promise.resolve({ count: images.length, tensors: { x: images.map((v) => 1000 * v) } });
    },
    styles: (given) => {
      calls.styles++;
      return Promise.resolve(given.mode === 'latent' ? given.latents : given.references);
    },
    decode: ({ tensors }, styles) => {
      calls.decode++;
      return Promise.resolve((tensors['x'] ?? new Float32Array()).map((v, i) => v + (styles[i] ?? 0)));
    },
    setWeights: () => undefined,
    dispose: () => Promise.resolve(),
  };
  return { translator, calls };
}

const withLatents = (source: ImageBatch, targetDomain: number, ...latents: number[]): TranslationRequest => ({
  source,
  targetDomain,
  mode: 'latent',
  latents: Float32Array.from(latents),
});

const withReferences = (source: ImageBatch, references: ImageBatch): TranslationRequest => ({
  source,
  targetDomain: references.domain,
  mode: 'reference',
  references,
});

/** All domains' sources into the others, twice, as the protocol goes round. */
const rounds = [1, 2].flatMap(() =>
  [
    [1, 0],
    [2, 0],
    [0, 1],
    [2, 1],
    [0, 2],
    [1, 2],
  ].flatMap(([source = 0, target = 0]) =>
    [0.25, 0.5].map((latent) => withLatents(batch(source, 0, 1), target, latent, latent)),
  ),
);

it('encodes a batch of sources once, whatever it is translated into', async () => {
  const { translator, calls } = countingTranslator();
  const translate = sharedTranslation({ translator });
  const outputs: Float32Array[] = [];
  for (const request of rounds) outputs.push(await translate(request));
  expect(calls).toEqual({ encode: 3, styles: 24, decode: 24 });
  expect(outputs[0]).toEqual(Float32Array.of(10_000.25, 11_000.25));
  expect(outputs.at(-1)).toEqual(Float32Array.of(10_000.5, 11_000.5));
});

it('keeps no more than it may, and the latest batch in any case', async () => {
  const { translator, calls } = countingTranslator();
  const translate = sharedTranslation({ translator, keptBytes: 8 }); // one batch of two values
  for (const request of rounds) await translate(request);
  // The first batch met is kept; the other two are encoded again for each of their four pairs.
  expect(calls.encode).toBe(1 + 4 + 4);
});

it('makes the style of a reference once, in whichever batch it comes', async () => {
  const { translator, calls } = countingTranslator();
  const translate = sharedTranslation({ translator });
  const source = batch(0, 0, 1);
  await translate(withReferences(source, batch(1, 4, 7)));
  await translate(withReferences(source, batch(1, 2, 3)));
  expect(await translate(withReferences(source, batch(1, 3, 4)))).toEqual(Float32Array.of(13, 1014));
  expect(calls.styles).toBe(2);
  // Another domain's image of the same index is another image.
  expect(await translate(withReferences(source, batch(2, 3, 4)))).toEqual(Float32Array.of(23, 1024));
  expect(calls.styles).toBe(3);
});

it('translates once where nothing guides', async () => {
  const { translator, calls } = countingTranslator('none');
  const translate = sharedTranslation({ translator });
  const first = await translate(withLatents(batch(0, 0, 1), 1, 1, 2));
  expect(await translate(withLatents(batch(0, 0, 1), 1, 3, 4))).toEqual(first);
  expect(calls.decode).toBe(1);
  await translate(withLatents(batch(0, 0, 1), 2, 1, 2));
  expect(calls.decode).toBe(2);
});
