// What enters an iteration: the batch, its domains one-hot, what guides its two passes, and the numbers that change from
// iteration to iteration.
import type * as tf from '@tensorflow/tfjs-core';
import { passes, type Batch, type Conditioning, type Pass, type RunConfig } from '@starlab/experiment';
import type { Guide, Masks, Parameters, StarganV2Architecture } from '@starlab/models';
import {
  biasCorrectionInputs,
  biasCorrectionsIn,
  biasCorrectionValues,
  type BiasCorrections,
} from '../../optimisation/bias-correction.ts';
import { oneHot } from '../one-hot.ts';
import { adamStepKinds, adamStepNumber, type AdamStepKind } from './adam-steps.ts';
import { lambdaDs } from './lambda-ds.ts';
import {
  givenMasks,
  madeMasks,
  maskInputs,
  maskValues,
  type IterationMasks,
  type MaskArrays,
} from './masks.ts';

/** Whether the loss has a diversity-sensitive term at all. Without one no second translation is made. */
export function hasDiversityTerm(config: Pick<RunConfig, 'lambdaDs'>): boolean {
  return config.lambdaDs > 0;
}

type GuideInput = 'latent' | 'latent2' | 'reference' | 'reference2';

interface PassGuides {
  /** `label`: the domain alone. */
  readonly guide: GuideInput | 'label';
  /** Guides the second translation of the diversity-sensitive term. */
  readonly other: GuideInput | 'label';
}

/** What guides the first and the second pass. */
const passGuides: Readonly<Record<Conditioning, readonly [PassGuides, PassGuides]>> = {
  'style-code': [
    { guide: 'latent', other: 'latent2' },
    { guide: 'reference', other: 'reference2' },
  ],
  'latent-code': [
    { guide: 'latent', other: 'latent2' },
    { guide: 'latent2', other: 'latent' },
  ],
  label: [
    { guide: 'label', other: 'label' },
    { guide: 'label', other: 'label' },
  ],
};

function guideInputs(config: RunConfig): GuideInput[] {
  const used = passGuides[config.conditioning].flatMap(({ guide, other }) =>
    hasDiversityTerm(config) ? [guide, other] : [guide],
  );
  return [...new Set(used)].filter((name) => name !== 'label');
}

/** Name and shape of every input, all float32. Masks are among them only where they are given. */
export function trainingInputs(
  config: RunConfig,
  architecture: StarganV2Architecture,
  masks: 'given' | 'made' = 'given',
): Record<string, number[]> {
  const { batchSize } = config;
  const { imageSize, domainCount, latentDimension } = architecture;
  const images = [batchSize, 3, imageSize, imageSize];
  const domains = [batchSize, domainCount];
  const latents = [batchSize, latentDimension];
  const shapes = { latent: latents, latent2: latents, reference: images, reference2: images };
  return {
    source: images,
    sourceDomain: domains,
    targetDomain: domains,
    ...Object.fromEntries(guideInputs(config).map((name) => [name, shapes[name]])),
    ...(hasDiversityTerm(config) && { lambdaDs: [] }),
    ...biasCorrectionInputs(adamStepKinds, config),
    ...(architecture.highPassWeight > 0 &&
      masks === 'given' &&
      maskInputs([batchSize, 1, imageSize, imageSize])),
  };
}

/**
 * The values of `trainingInputs` for iteration `at.iteration`, counted from 0.
 * @throws StarlabError when highPassWeight > 0 and there are no masks, unless the iteration makes them itself.
 */
export function iterationInputs(
  batch: Batch,
  config: RunConfig,
  at: {
    readonly iteration: number;
    readonly domainCount: number;
    readonly masks?: MaskArrays;
    readonly hasMasksMade?: boolean;
  },
): Record<string, Float32Array> {
  const steps = adamStepKinds.map((kind) => [kind, adamStepNumber(kind, at.iteration)] as const);
  return {
    source: batch.source,
    sourceDomain: oneHot(batch.sourceDomain, at.domainCount),
    targetDomain: oneHot(batch.targetDomain, at.domainCount),
    ...Object.fromEntries(guideInputs(config).map((name) => [name, batch[name]])),
    ...(hasDiversityTerm(config) && { lambdaDs: Float32Array.of(lambdaDs(config, at.iteration)) }),
    ...biasCorrectionValues(Object.fromEntries(steps), config),
    ...(config.highPassWeight > 0 && !at.hasMasksMade && maskValues(at.masks)),
  };
}

/** One of the two passes of an iteration: an update of D, and later one of G, guided alike. */
export interface PassTensors {
  readonly name: Pass;
  readonly isFirst: boolean;
  readonly guide: Guide;
  /** The second guide and λ_ds, where the loss has a diversity-sensitive term. */
  readonly diversity: { readonly guide: Guide; readonly lambdaDs: tf.Scalar } | undefined;
  /** Masks of the translation in this pass, where highPassWeight > 0. */
  readonly fakeMasks: ((fake: tf.Tensor4D) => Masks) | undefined;
}

/** The inputs of one iteration as tensors. */
export interface IterationTensors {
  readonly source: tf.Tensor4D; // [N, 3, S, S]
  readonly sourceDomain: tf.Tensor2D; // [N, domains], one-hot
  readonly targetDomain: tf.Tensor2D; // [N, domains], one-hot
  readonly passes: readonly [PassTensors, PassTensors];
  readonly sourceMasks: Masks | undefined;
  biasCorrections(kind: AdamStepKind): BiasCorrections;
}

function masksOf(
  { highPassWeight }: RunConfig,
  heatMapNetwork: Parameters | undefined,
  tensor: (name: string) => tf.Tensor4D,
): IterationMasks | undefined {
  if (highPassWeight === 0) return undefined;
  return heatMapNetwork ? madeMasks(heatMapNetwork, tensor('source')) : givenMasks(tensor);
}

/** Reads the flat inputs that `trainingInputs` lists; masks are made by the heat-map network where there is one. */
export function readInputs(
  inputs: Readonly<Record<string, tf.Tensor>>,
  config: RunConfig,
  heatMapNetwork?: Parameters,
): IterationTensors {
  const tensor = <T extends tf.Tensor>(name: string): T => {
    const found = inputs[name];
    if (!found) throw new RangeError(`no input ${name} among ${Object.keys(inputs).join(', ')}`);
    return found as T;
  };
  const guideOf = (name: GuideInput | 'label'): Guide => {
    if (name === 'label') return { kind: 'label' };
    return name === 'latent' || name === 'latent2'
      ? { kind: 'latent', latent: tensor(name) }
      : { kind: 'reference', reference: tensor(name) };
  };
  const masks = masksOf(config, heatMapNetwork, tensor);
  const pass = (index: 0 | 1): PassTensors => {
    const { guide, other } = passGuides[config.conditioning][index];
    return {
      name: passes[config.conditioning][index],
      isFirst: index === 0,
      guide: guideOf(guide),
      diversity: hasDiversityTerm(config)
        ? { guide: guideOf(other), lambdaDs: tensor('lambdaDs') }
        : undefined,
      fakeMasks: masks && ((fake) => masks.ofFake(index === 0 ? 'first' : 'second', fake)),
    };
  };
  return {
    source: tensor('source'),
    sourceDomain: tensor('sourceDomain'),
    targetDomain: tensor('targetDomain'),
    passes: [pass(0), pass(1)],
    sourceMasks: masks?.source,
    biasCorrections: (kind) => biasCorrectionsIn(inputs, kind),
  };
}
