import { openDevice } from '@starlab/engine';
import { normalArray, resolveConfig } from '@starlab/experiment';
import { architectureOf, initialise } from '@starlab/models';
import { expectAllClose } from '@starlab/testing';
import { expect, it } from 'vitest';
import { openTranslator, type Translator, type TranslatorWeights } from './translator.ts';

const config = resolveConfig({
  imageSize: 32,
  baseWidth: 4,
  maxWidth: 8,
  hiddenDimension: 8,
  styleDimension: 4,
  latentDimension: 2,
});
const architecture = architectureOf(config, 3);
const PIXELS = 3 * 32 * 32;
const BATCH = 4;

const weightsOf = (seed: number): TranslatorWeights =>
  Object.fromEntries(
    Object.entries(initialise(architecture, seed)).flatMap(([network, tensors]) =>
      Object.entries(tensors).map(([name, { data }]) => [`${network}/${name}`, data]),
    ),
  );

async function translator(fixedWeights: boolean, seed: number): Promise<Translator> {
  const device = await openDevice('cpu', { threads: 1 });
  const weights = weightsOf(seed);
  return openTranslator(device, {
    architecture,
    batchSize: BATCH,
    latentDimension: 2,
    weights,
    fixedWeights,
  });
}

const random = (purpose: string, count: number): Float32Array =>
  normalArray({ seed: 1, purpose, index: 0 }, count);

/** Three images of a batch of four, in both modes. */
async function translated(opened: Translator): Promise<Float32Array[]> {
  const encoded = await opened.encode(random('image', 3 * PIXELS), Int32Array.of(1, 1, 0));
  const domains = Int32Array.of(0, 2, 1);
  const latent = await opened.styles({ mode: 'latent', domains, latents: random('latent', 3 * 2) });
  const references = random('reference', 3 * PIXELS);
  const reference = await opened.styles({ mode: 'reference', domains, references });
  return [await opened.decode(encoded, latent), await opened.decode(encoded, reference)];
}

it('translates alike with weights laid out ahead and with weights that may be replaced', async () => {
  const fixed = await translator(true, 7);
  const replaceable = await translator(false, 3);
  const before = await translated(replaceable);
  replaceable.setWeights(weightsOf(7));
  const [expected, after] = [await translated(fixed), await translated(replaceable)];
  for (const [i, values] of expected.entries()) {
    expect(values).toHaveLength(3 * PIXELS);
    // Outputs near 1, sums in another order.
    expectAllClose(after[i] ?? [], values, { absolute: 1e-5, relative: 0 });
    expect(after[i]).not.toEqual(before[i]);
  }
  expect(() => {
    fixed.setWeights(weightsOf(7));
  }).toThrow('fixed');
  await fixed.dispose();
  await replaceable.dispose();
});
