// A golden training case: figures printed by the reference implementation (PyTorch, float32), and the weights and
// inputs they belong to, which a formula makes. `golden/` holds the files.
import { readFileSync } from 'node:fs';
import { resolveConfig, type Batch, type RunConfig } from '@starlab/experiment';
import { architectureOf, sizeOf, type Architecture, type HostTensor } from '@starlab/models';
import { goldenParameter, ints, sym } from '@starlab/testing';
import { z } from 'zod';
import { iterationInputs, type MaskArrays } from '../src/iteration/inputs.ts';
import { stateShapes } from '../src/state/state-shapes.ts';

const perNetwork = <T extends z.ZodType>(schema: T) =>
  z.object({ generator: schema, mapping_network: schema, style_encoder: schema, discriminator: schema });
const terms = z.record(z.string(), z.number());
const imageSchema = z
  .object({ shape: z.array(z.int()), dtype: z.literal('float32'), base64: z.string() })
  .transform(({ base64 }) => new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer));

const caseSchema = z.object({
  config: z.record(z.string(), z.number()),
  iterations: z.array(
    z.object({
      lambdaDs: z.number(),
      'D/latent': terms,
      'D/ref': terms,
      'G/latent': terms,
      'G/ref': terms,
      'gradNorm D/latent': terms,
      'gradNorm D/ref': terms,
      'gradNorm G/latent': terms,
      'gradNorm G/ref': terms,
    }),
  ),
  after: z.object({ emaLatent: imageSchema, emaReference: imageSchema }),
  paramsAfter: perNetwork(z.record(z.string(), z.object({ sum: z.number(), l2: z.number() }))),
});

export interface GoldenSetting {
  readonly config: RunConfig;
  readonly architecture: Architecture;
}

export interface GoldenCase extends GoldenSetting {
  readonly expected: Omit<z.output<typeof caseSchema>, 'config'>;
}

export function loadGoldenCase(file: string): GoldenCase {
  const text = readFileSync(new URL(`../golden/${file}.json`, import.meta.url), 'utf8');
  const { config: given, ...expected } = caseSchema.parse(JSON.parse(text));
  const config = resolveConfig({
    imageSize: given['imgSize'],
    baseWidth: given['baseDim'],
    maxWidth: given['maxDim'],
    hiddenDimension: given['hiddenDim'],
    styleDimension: given['styleDim'],
    latentDimension: given['latentDim'],
    highPassWeight: given['wHpf'],
    batchSize: given['batchSize'],
    iterations: given['iterations'],
    lambdaReg: given['lambdaReg'],
    lambdaSty: given['lambdaSty'],
    lambdaDs: given['lambdaDs'],
    lambdaCyc: given['lambdaCyc'],
    dsIterations: given['dsIter'],
    learningRate: given['lr'],
    mappingLearningRate: given['fLr'],
    beta1: given['beta1'],
    beta2: given['beta2'],
    weightDecay: given['weightDecay'],
    averageDecay: given['emaBeta'],
  });
  return { config, architecture: architectureOf(config, given['numDomains'] ?? Number.NaN), expected };
}

/** The state before the first iteration: weights by the formula, moments 0, averages equal to the weights. */
export function goldenState({ config, architecture }: GoldenSetting): Record<string, HostTensor> {
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

export function goldenBatch({ config, architecture }: GoldenSetting, iteration: number): Batch {
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

export function goldenMasks({ config }: GoldenSetting, iteration: number): MaskArrays {
  const { batchSize, imageSize } = config;
  const mask = (name: string): Float32Array =>
    sym(`iter${iteration}/${name}`, [batchSize, 1, imageSize, imageSize], 1).map((value) => (value + 1) / 2);
  const masks = (of: string) => ({ at32: mask(`${of}/mask0`), at64And128: mask(`${of}/mask1`) });
  return { source: masks('real'), 'fake/latent': masks('fake1'), 'fake/reference': masks('fake2') };
}

/** The inputs of one iteration of the training step. */
export function goldenInputs(golden: GoldenSetting, iteration: number): Record<string, Float32Array> {
  const { config, architecture } = golden;
  return iterationInputs(goldenBatch(golden, iteration), config, {
    iteration,
    domainCount: architecture.domainCount,
    masks: goldenMasks(golden, iteration),
  });
}
