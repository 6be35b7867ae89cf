// What enters a mini-batch of DRIT: images, what is drawn for it, and the numbers that change from one to the next.
import * as tf from '@tensorflow/tfjs-core';
import { biasCorrection } from '../../optimisation/bias-correction.ts';
import { perDomain, type ForwardInput, type PerDomain } from './forward-pass.ts';
import { miniBatch, rateFactor, type MiniBatchKind } from './schedule.ts';
import type { DritSettings } from './settings.ts';

/**
 * Steps that share their bias correction: of networks stepped once in a full mini-batch, of those stepped twice, and of the content
 * discriminator, which every mini-batch steps.
 */
const stepKinds = ['once', 'first-of-two', 'second-of-two', 'content'] as const;
export type StepKind = (typeof stepKinds)[number];

const hasDistributions = ({ architecture }: DritSettings): boolean =>
  architecture.attributeEntry === 'concatenated';

const stepKindsOf = (kind: MiniBatchKind): readonly StepKind[] => (kind === 'full' ? stepKinds : ['content']);

/** Name and shape of every input of a mini-batch, all float32. */
export function dritInputs(settings: DritSettings, kind: MiniBatchKind): Record<string, number[]> {
  const { architecture, cropSize, batchSize, modeSeeking } = settings;
  const half = batchSize / 2;
  const images = [batchSize, 3, cropSize, cropSize];
  const contents = [half, 4 * architecture.width, cropSize / 4, cropSize / 4];
  const codes = [half, architecture.attributeDimension];
  const both = (name: string, shape: number[]): Record<string, number[]> => ({
    [`${name}/A`]: shape,
    [`${name}/B`]: shape,
  });
  const corrections = stepKindsOf(kind).flatMap((step) =>
    [1, 2].map((moment): [string, number[]] => [`biasCorrection${moment}/${step}`, []]),
  );
  return {
    ...both('image', images),
    ...both('noise', contents),
    'learningRate/content': [],
    ...Object.fromEntries(corrections),
    ...(kind === 'full' && {
      learningRate: [],
      ...both('noiseAgain', contents),
      random: codes,
      ...(modeSeeking && { random2: codes }),
      ...(hasDistributions(settings) && { ...both('epsilon', codes), ...both('epsilonAgain', codes) }),
    }),
  };
}

/** The numbers among the inputs of mini-batch `number`, counted from 0 through all epochs. */
export function dritScalars(settings: DritSettings, number: number): Record<string, Float32Array> {
  const { kind, epoch, fullBefore } = miniBatch(number, settings.schedule);
  const factor = rateFactor(epoch, settings.schedule);
  const steps: Record<StepKind, number> = {
    once: fullBefore + 1,
    'first-of-two': 2 * fullBefore + 1,
    'second-of-two': 2 * fullBefore + 2,
    content: number + 1,
  };
  const corrections = stepKindsOf(kind).flatMap((step): [string, Float32Array][] => [
    [`biasCorrection1/${step}`, Float32Array.of(biasCorrection(settings.beta1, steps[step]))],
    [`biasCorrection2/${step}`, Float32Array.of(biasCorrection(settings.beta2, steps[step]))],
  ]);
  return {
    'learningRate/content': Float32Array.of(settings.contentLearningRate * factor),
    ...(kind === 'full' && { learningRate: Float32Array.of(settings.learningRate * factor) }),
    ...Object.fromEntries(corrections),
  };
}

export interface DritTensors {
  /** The first half of the images: encoded. */
  readonly encoded: PerDomain<tf.Tensor4D>;
  /** The second half. */
  readonly others: PerDomain<tf.Tensor4D>;
  readonly noise: PerDomain<tf.Tensor4D>;
  /** What a full mini-batch takes besides. */
  readonly forward: () => ForwardInput;
  readonly learningRate: (step: StepKind) => tf.Scalar;
  readonly biasCorrection: (moment: 1 | 2, step: StepKind) => tf.Scalar;
}

export function readDritInputs(
  inputs: Readonly<Record<string, tf.Tensor>>,
  settings: DritSettings,
): DritTensors {
  const tensor = <T extends tf.Tensor>(name: string): T => {
    const found = inputs[name];
    if (!found) throw new RangeError(`no input ${name} among ${Object.keys(inputs).join(', ')}`);
    return found as T;
  };
  const both = <T extends tf.Tensor>(name: string): PerDomain<T> =>
    perDomain((domain) => tensor<T>(`${name}/${domain}`));
  const halves = perDomain((domain) => tf.split<tf.Tensor4D>(tensor<tf.Tensor4D>(`image/${domain}`), 2));
  const half = (index: 0 | 1): PerDomain<tf.Tensor4D> =>
    perDomain((domain) => {
      const found = halves[domain][index];
      if (!found) throw new RangeError('a batch has two halves');
      return found;
    });
  const encoded = half(0);
  const noise = both<tf.Tensor4D>('noise');
  const isDistribution = hasDistributions(settings);
  return {
    encoded,
    others: half(1),
    noise,
    forward: () => ({
      images: encoded,
      noise,
      noiseAgain: both('noiseAgain'),
      randomAttributes: [
        tensor<tf.Tensor2D>('random'),
        ...(settings.modeSeeking ? [tensor<tf.Tensor2D>('random2')] : []),
      ],
      epsilon: isDistribution ? both('epsilon') : undefined,
      epsilonAgain: isDistribution ? both('epsilonAgain') : undefined,
    }),
    learningRate: (step) => tensor(step === 'content' ? 'learningRate/content' : 'learningRate'),
    biasCorrection: (moment, step) => tensor(`biasCorrection${moment}/${step}`),
  };
}
