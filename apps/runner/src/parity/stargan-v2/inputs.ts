// Weights, batches and masks of a golden StarGAN v2 training file, made by the formula.
import type { Batch } from '@starlab/experiment';
import { starganV2Shapes, sizeOf, type HostTensor } from '@starlab/models';
import { goldenParameter, ints, sym } from '@starlab/testing/golden';
import { iterationInputs, stateShapes, type MaskArrays } from '@starlab/trainer';
import type { Setting } from './document.ts';

/** The training state before the first iteration: weights by the formula, moments 0, averages equal to the weights. */
export function initialState({ config, architecture }: Setting): Record<string, HostTensor> {
  const valuesOf = (flatName: string, shape: readonly number[]): Float32Array => {
    const [group, network, name] = flatName.split('/');
    return group?.startsWith('moment')
      ? new Float32Array(sizeOf(shape))
      : goldenParameter(`${network}.${name}`, shape);
  };
  return Object.fromEntries(
    Object.entries(stateShapes(config, architecture)).map(([name, shape]) => [
      name,
      { shape, data: valuesOf(name, shape) },
    ]),
  );
}

/** `<network>/<name>` to values by the formula, for all four networks. */
export function initialWeights({ architecture }: Setting): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(starganV2Shapes(architecture)).flatMap(([network, shapes]) =>
      Object.entries(shapes).map(([name, shape]) => [
        `${network}/${name}`,
        { shape, data: goldenParameter(`${network}.${name}`, shape) },
      ]),
    ),
  );
}

function batchOf({ config, architecture }: Setting, iteration: number): Batch {
  const { batchSize, imageSize, latentDimension } = config;
  const image = (name: string): Float32Array =>
    sym(`iter${iteration}/${name}`, [batchSize, 3, imageSize, imageSize], 1);
  const latent = (name: string): Float32Array =>
    sym(`iter${iteration}/${name}`, [batchSize, latentDimension], Math.sqrt(3));
  const domain = (name: string): Int32Array =>
    ints(`iter${iteration}/${name}`, batchSize, architecture.domainCount);
  return {
    source: image('x_src'),
    reference: image('x_ref'),
    reference2: image('x_ref2'),
    sourceDomain: domain('y_src'),
    targetDomain: domain('y_ref'),
    latent: latent('z_trg'),
    latent2: latent('z_trg2'),
  };
}

function masksOf({ config }: Setting, iteration: number): MaskArrays {
  const { batchSize, imageSize } = config;
  const mask = (name: string): Float32Array =>
    sym(`iter${iteration}/${name}`, [batchSize, 1, imageSize, imageSize], 1).map((value) => (value + 1) / 2);
  const masks = (of: string) => ({ at32: mask(`${of}/mask0`), at64And128: mask(`${of}/mask1`) });
  return { source: masks('real'), 'fake/first': masks('fake1'), 'fake/second': masks('fake2') };
}

/** The inputs of one iteration of the training step. */
export function trainingInputsOf(setting: Setting, iteration: number): Record<string, Float32Array> {
  const { config, architecture } = setting;
  return iterationInputs(batchOf(setting, iteration), config, {
    iteration,
    domainCount: architecture.domainCount,
    masks: masksOf(setting, iteration),
  });
}

/** The first iteration's inputs as `networkOutputsStep` takes them. */
export function firstInputs(setting: Setting): Record<string, Float32Array> {
  const { domainCount, highPassWeight } = setting.architecture;
  const { source, reference, latent, sourceDomain, targetDomain } = batchOf(setting, 0);
  const masks = masksOf(setting, 0).source;
  return {
    source,
    reference,
    latent,
    sourceDomain: oneHot(sourceDomain, domainCount),
    targetDomain: oneHot(targetDomain, domainCount),
    ...(highPassWeight > 0 && { maskAt32: masks.at32, maskAt64And128: masks.at64And128 }),
  };
}

function oneHot(domains: Int32Array, domainCount: number): Float32Array {
  const encoded = new Float32Array(domains.length * domainCount);
  domains.forEach((domain, row) => {
    encoded[row * domainCount + domain] = 1;
  });
  return encoded;
}
