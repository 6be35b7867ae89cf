// What enters an iteration: the batch, its domains one-hot, and the numbers that change from iteration to iteration.
import type * as tf from '@tensorflow/tfjs-core';
import { modeSchema, StarlabError, type Batch, type Mode, type RunConfig } from '@starlab/experiment';
import type { Architecture, Masks } from '@starlab/models';
import { adamStepKinds, adamStepNumber, biasCorrection, type AdamStepKind } from '../schedules/adam-steps.ts';
import { lambdaDs } from '../schedules/lambda-ds.ts';

const masked = ['source', 'fake/latent', 'fake/reference'] as const;
type Masked = (typeof masked)[number];

/** Heat-map masks [N, 1, S, S] of the source and of its translation in each update. */
export type MaskArrays = Readonly<Record<Masked, Readonly<Record<keyof Masks, Float32Array>>>>;

const biasCorrectionName = (moment: 1 | 2, kind: AdamStepKind): string => `biasCorrection${moment}/${kind}`;
const maskName = (of: Masked, mask: keyof Masks): string => `masks/${of}/${mask}`;

/** Whether the loss has a diversity-sensitive term at all. Without one no second translation is made. */
export function hasDiversityTerm(config: Pick<RunConfig, 'lambdaDs'>): boolean {
  return config.lambdaDs > 0;
}

/** Name and shape of every input of `trainingStep`, all float32. */
export function trainingInputs(config: RunConfig, architecture: Architecture): Record<string, number[]> {
  const { batchSize } = config;
  const { imageSize, domainCount, latentDimension } = architecture;
  const images = [batchSize, 3, imageSize, imageSize];
  const domains = [batchSize, domainCount];
  const latents = [batchSize, latentDimension];
  const mask = [batchSize, 1, imageSize, imageSize];
  const scalar: number[] = [];

  const corrections = adamStepKinds.flatMap((kind) => [
    ...(config.beta1 > 0 ? [[biasCorrectionName(1, kind), scalar]] : []),
    [biasCorrectionName(2, kind), scalar],
  ]);
  const masks = masked.flatMap((of) => [
    [maskName(of, 'at32'), mask],
    [maskName(of, 'at64And128'), mask],
  ]);
  return {
    source: images,
    sourceDomain: domains,
    reference: images,
    targetDomain: domains,
    latent: latents,
    ...(hasDiversityTerm(config) && { reference2: images, latent2: latents, lambdaDs: scalar }),
    ...Object.fromEntries(corrections),
    ...(architecture.highPassWeight > 0 && Object.fromEntries(masks)),
  };
}

function oneHot(domains: Int32Array, domainCount: number): Float32Array {
  const encoded = new Float32Array(domains.length * domainCount);
  domains.forEach((domain, row) => {
    if (domain < 0 || domain >= domainCount)
      throw new RangeError(`domain ${domain} in a batch of ${domainCount} domains`);
    encoded[row * domainCount + domain] = 1;
  });
  return encoded;
}

function maskInputs(masks: MaskArrays | undefined): Record<string, Float32Array> {
  if (!masks)
    throw new StarlabError('Training with highPassWeight above 0 needs the heat-map masks of every image.', {
      remedy: 'Set highPassWeight to 0, or give the masks with each batch.',
    });
  return Object.fromEntries(
    masked.flatMap((of) => [
      [maskName(of, 'at32'), masks[of].at32],
      [maskName(of, 'at64And128'), masks[of].at64And128],
    ]),
  );
}

/**
 * The values of `trainingInputs` for iteration `at.iteration`, counted from 0.
 * @throws StarlabError when highPassWeight > 0 and there are no masks.
 */
export function iterationInputs(
  batch: Batch,
  config: RunConfig,
  at: { readonly iteration: number; readonly domainCount: number; readonly masks?: MaskArrays },
): Record<string, Float32Array> {
  const corrections = adamStepKinds.flatMap((kind): [string, Float32Array][] => {
    const step = adamStepNumber(kind, at.iteration);
    const second = Float32Array.of(biasCorrection(config.beta2, step));
    const first = Float32Array.of(biasCorrection(config.beta1, step));
    return [
      ...(config.beta1 > 0 ? [[biasCorrectionName(1, kind), first] satisfies [string, Float32Array]] : []),
      [biasCorrectionName(2, kind), second],
    ];
  });
  return {
    source: batch.source,
    sourceDomain: oneHot(batch.sourceDomain, at.domainCount),
    reference: batch.reference,
    targetDomain: oneHot(batch.targetDomain, at.domainCount),
    latent: batch.latent,
    ...(hasDiversityTerm(config) && {
      reference2: batch.reference2,
      latent2: batch.latent2,
      lambdaDs: Float32Array.of(lambdaDs(config, at.iteration)),
    }),
    ...Object.fromEntries(corrections),
    ...(config.highPassWeight > 0 && maskInputs(at.masks)),
  };
}

/** What guides a style in one mode: a latent, or a reference image. */
export type Guide =
  | { readonly mode: 'latent'; readonly latent: tf.Tensor2D }
  | { readonly mode: 'reference'; readonly reference: tf.Tensor4D };

/** The inputs of one iteration as tensors. */
export interface IterationTensors {
  readonly source: tf.Tensor4D; // [N, 3, S, S]
  readonly sourceDomain: tf.Tensor2D; // [N, domains], one-hot
  readonly targetDomain: tf.Tensor2D; // [N, domains], one-hot
  readonly guide: Readonly<Record<Mode, Guide>>;
  /** The second guides and λ_ds, where the loss has a diversity-sensitive term. */
  readonly diversity:
    { readonly guide: Readonly<Record<Mode, Guide>>; readonly lambdaDs: tf.Scalar } | undefined;
  readonly masks: { readonly source: Masks; readonly fake: Readonly<Record<Mode, Masks>> } | undefined;
  biasCorrection(moment: 1 | 2, kind: AdamStepKind): tf.Scalar | undefined;
}

/** Reads the flat inputs that `trainingInputs` lists. */
export function readInputs(inputs: Readonly<Record<string, tf.Tensor>>, config: RunConfig): IterationTensors {
  const tensor = <T extends tf.Tensor>(name: string): T => {
    const found = inputs[name];
    if (!found) throw new RangeError(`no input ${name} among ${Object.keys(inputs).join(', ')}`);
    return found as T;
  };
  const guides = (latent: string, reference: string): Record<Mode, Guide> => ({
    latent: { mode: modeSchema.enum.latent, latent: tensor(latent) },
    reference: { mode: modeSchema.enum.reference, reference: tensor(reference) },
  });
  const masksOf = (of: Masked): Masks => ({
    at32: tensor(maskName(of, 'at32')),
    at64And128: tensor(maskName(of, 'at64And128')),
  });
  return {
    source: tensor('source'),
    sourceDomain: tensor('sourceDomain'),
    targetDomain: tensor('targetDomain'),
    guide: guides('latent', 'reference'),
    diversity: hasDiversityTerm(config)
      ? { guide: guides('latent2', 'reference2'), lambdaDs: tensor('lambdaDs') }
      : undefined,
    masks:
      config.highPassWeight > 0
        ? {
            source: masksOf('source'),
            fake: { latent: masksOf('fake/latent'), reference: masksOf('fake/reference') },
          }
        : undefined,
    biasCorrection: (moment, kind) =>
      moment === 1 && config.beta1 === 0 ? undefined : tensor<tf.Scalar>(biasCorrectionName(moment, kind)),
  };
}
