// One iteration of StarGAN v2 at the paper's width, 64 px, batch 2, on weights and inputs of sines: outputs, losses, gradient norms,
// and the norms of all networks and averages after it. About 76 million parameters: it takes some GiB of memory.
import { networkSchema, resolveConfig, type Batch, type Network } from '@starlab/experiment';
import {
  networkOutputsInputs,
  networkOutputsStep,
  sizeOf,
  starganV2Architecture,
  starganV2Shapes,
  type HostTensor,
} from '@starlab/models';
import { compileTraining, iterationInputs, stateShapes } from '@starlab/trainer';
import { z } from 'zod';
import { compareArrays, compareNumber, type Comparison, type Tolerance } from '../comparison.ts';
import { goldenKind, type ReplayOptions } from '../golden-kind.ts';
import { meanAndDeviation } from '../metrics/moments.ts';

// As the authors of the figures allow: 1e-4 before any step, about 1e-3 after it. What follows the generator's first step moved
// 32 million weights by the signs of their gradients: with and without the exact rewrites we part there by 1.2e-3 ourselves.
const FORWARD = 1e-4;
const LOSS = { kind: 'relative', tolerance: 1e-3 } satisfies Tolerance;
const LAST_LOSS = { kind: 'relative', tolerance: 5e-3 } satisfies Tolerance;
const GRADIENT_NORM = { kind: 'relative', tolerance: 1e-2 } satisfies Tolerance;
const NORM = { kind: 'relative', tolerance: 1e-3 } satisfies Tolerance;

const BATCH = 2;
const config = resolveConfig({
  imageSize: 64,
  batchSize: BATCH,
  lambdaDs: 2,
  iterations: 1,
  dsIterations: 100_000,
});
const architecture = starganV2Architecture(config, 3);

const output = z.object({
  shape: z.array(z.int()),
  mean: z.number(),
  std: z.number(),
  first8: z.array(z.number()),
});
const discriminatorUpdate = z.object({
  real: z.number(),
  fake: z.number(),
  reg: z.number(),
  grad_norm: z.number(),
});
const generatorTerms = {
  adv: z.number(),
  sty: z.number(),
  ds: z.number(),
  cyc: z.number(),
  gradG: z.number(),
};
const schema = z.object({
  'F(z,y_trg)': output,
  'E(x_ref,y_trg)': output,
  'G(x,F)': output,
  'D(x,y_org)': output,
  'D(G,y_trg)': output,
  one_iteration: z.object({
    D_latent: discriminatorUpdate,
    D_ref: discriminatorUpdate,
    G_latent: z.object({ ...generatorTerms, gradF: z.number(), gradE: z.number() }),
    G_ref: z.object(generatorTerms),
    unselected_head_norm_before_after: z.tuple([z.number(), z.number()]),
    norm_after_generator: z.number(),
    norm_after_mapping_network: z.number(),
    norm_after_style_encoder: z.number(),
    norm_after_discriminator: z.number(),
    norm_ema_generator: z.number(),
    norm_ema_mapping_network: z.number(),
    norm_ema_style_encoder: z.number(),
  }),
});
type Document = z.output<typeof schema>;
type Arrays = Readonly<Record<string, Float32Array>>;

/** The networks that have a moving average. */
const averagedNetworks = [
  'generator',
  'mapping_network',
  'style_encoder',
] as const satisfies readonly Network[];

const outputNames = {
  'F(z,y_trg)': 'mappingNetwork',
  'E(x_ref,y_trg)': 'styleEncoder',
  'G(x,F)': 'latentImage',
  'D(x,y_org)': 'discriminator',
  'D(G,y_trg)': 'discriminatorOfLatentImage',
} as const;

const seeds = {
  generator: 0,
  mapping_network: 1,
  style_encoder: 2,
  discriminator: 3,
} as const satisfies Record<Network, number>;

/** A parameter by the formula of sines: `index` is its place in the state dict. In float64, left to right, then float32. */
function parameterOf(
  name: string,
  shape: readonly number[],
  { index, seed }: { index: number; seed: number },
): Float32Array {
  const size = sizeOf(shape);
  if (shape.length > 1) {
    const scale = Math.sqrt(2 / (size / (shape[0] ?? 1))) * Math.SQRT2;
    return Float32Array.from(
      { length: size },
      (_, i) => scale * Math.sin(1.7 * i + ((0.3 * i * i) % 6.283185307179586) + index + seed),
    );
  }
  const isNorm = name.includes('norm') || name.startsWith('to_rgb.0');
  if (!isNorm) return Float32Array.from({ length: size }, (_, i) => 0.05 * Math.sin(i + index + seed));
  const base = name.endsWith('weight') ? 1 : 0;
  return Float32Array.from({ length: size }, (_, i) => base + 0.1 * Math.sin(i + index + seed));
}

/** `<network>/<name>` to values, of all networks. */
function weights(): Record<string, HostTensor> {
  const shapes = starganV2Shapes(architecture);
  return Object.fromEntries(
    networkSchema.options.flatMap((network) =>
      Object.entries(shapes[network]).map(([name, shape], index) => [
        `${network}/${name}`,
        { shape, data: parameterOf(name, shape, { index, seed: seeds[network] }) },
      ]),
    ),
  );
}

function batch(): Batch {
  const { imageSize, latentDimension } = config;
  const image = (seed: number): Float32Array =>
    Float32Array.from(
      { length: BATCH * 3 * imageSize ** 2 },
      (_, i) => Math.sin(0.013 * i + seed) * Math.cos(0.00071 * i * seed),
    );
  const latent = (seed: number): Float32Array =>
    Float32Array.from({ length: BATCH * latentDimension }, (_, i) => 1.5 * Math.sin(0.9 * i + seed));
  return {
    source: image(1),
    reference: image(2),
    reference2: image(3),
    sourceDomain: Int32Array.of(0, 2),
    targetDomain: Int32Array.of(1, 2),
    latent: latent(1),
    latent2: latent(2),
  };
}

const inputs = (): Record<string, Float32Array> =>
  iterationInputs(batch(), config, { iteration: 0, domainCount: architecture.domainCount });

async function forwardComparisons(
  document: Document,
  state: Readonly<Record<string, HostTensor>>,
  { device }: ReplayOptions,
): Promise<Comparison[]> {
  const shapes = networkOutputsInputs(architecture, BATCH);
  const program = await device.compile(networkOutputsStep(architecture), { state, inputs: shapes });
  const given = Object.entries(inputs()).filter(([name]) => name in shapes);
  const outputs = await program.run(Object.fromEntries(given));
  await program.dispose();
  return Object.entries(outputNames).flatMap(([name, ourName]) => {
    const { mean, std, first8 } = document[name as keyof typeof outputNames];
    const values = outputs[ourName] ?? new Float32Array();
    const ours = meanAndDeviation(values, 'pytorch');
    const tolerance: Tolerance = { kind: 'relative', tolerance: FORWARD, floor: std };
    const label = (what: string) => ({ group: 'forward outputs', name: `${name} ${what}` });
    return [
      compareNumber(label('mean'), ours.mean, mean, tolerance),
      compareNumber(label('standard deviation'), ours.deviation, std, tolerance),
      compareArrays(label('first values'), values.slice(0, first8.length), first8, tolerance),
    ];
  });
}

async function train(
  initial: Readonly<Record<string, HostTensor>>,
  { device, rewrites }: ReplayOptions,
): Promise<{ outputs: Arrays; state: Arrays }> {
  const state = Object.fromEntries(
    Object.entries(stateShapes(config, architecture)).map(([flatName, shape]) => {
      const [group = '', ...name] = flatName.split('/');
      const data = group.startsWith('moment')
        ? new Float32Array(sizeOf(shape))
        : (initial[name.join('/')]?.data ?? new Float32Array());
      return [flatName, { shape, data }];
    }),
  );
  const program = await compileTraining(device, {
    config,
    architecture,
    state,
    gradientNorms: true,
    linearisedR1: rewrites,
  });
  const outputs = await program.run(0, inputs());
  const after = await program.readState();
  await program.dispose();
  return { outputs, state: after };
}

function lossComparisons({ one_iteration: theirs }: Document, outputs: Arrays): Comparison[] {
  const gradientNames = {
    grad_norm: 'discriminator',
    gradG: 'generator',
    gradF: 'mapping_network',
    gradE: 'style_encoder',
  };
  const compared: Comparison[] = [];
  for (const update of ['D_latent', 'D_ref', 'G_latent', 'G_ref'] as const) {
    const ourUpdate = update.replace('_', '/');
    for (const [term, value] of Object.entries(theirs[update])) {
      const network = Object.entries(gradientNames).find(([name]) => name === term)?.[1];
      compared.push(
        network
          ? compareNumber(
              { group: 'gradient norms', name: `${ourUpdate} ${network}` },
              outputs[`gradient_norm/${ourUpdate}/${network}`]?.[0],
              value,
              GRADIENT_NORM,
            )
          : compareNumber(
              { group: 'losses', name: `${ourUpdate}/${term}` },
              outputs[`${ourUpdate}/${term}`]?.[0],
              value,
              update === 'G_ref' ? LAST_LOSS : LOSS,
            ),
      );
    }
  }
  return compared;
}

/** L2 over all tensors whose flat name begins so. */
function normOf(state: Arrays, prefix: string): number {
  let sum = 0;
  for (const [name, values] of Object.entries(state))
    if (name.startsWith(prefix)) sum += values.reduce((total, value) => total + value * value, 0);
  return Math.sqrt(sum);
}

function normComparisons({ one_iteration: theirs }: Document, state: Arrays): Comparison[] {
  const compare = (group: string, prefix: string, value: number): Comparison =>
    compareNumber({ group, name: prefix }, normOf(state, prefix), value, NORM);
  return [
    ...networkSchema.options.map((network) =>
      compare('norms after', `parameters/${network}/`, theirs[`norm_after_${network}`]),
    ),
    ...averagedNetworks.map((network) =>
      compare('norms of the averages', `average/${network}/`, theirs[`norm_ema_${network}`]),
    ),
    // No sample is of domain 0: its head has the gradient 0, not none, so that weight decay still moves it.
    compare(
      'norms after',
      'parameters/mapping_network/unshared.0.',
      theirs.unselected_head_norm_before_after[1],
    ),
  ];
}

async function replay(document: Document, options: ReplayOptions): Promise<Comparison[]> {
  const initial = weights();
  const forward = await forwardComparisons(document, initial, options);
  if (options.iterations === 0) return forward;
  const { outputs, state } = await train(initial, options);
  options.onProgress?.(1, 1);
  return [...forward, ...lossComparisons(document, outputs), ...normComparisons(document, state)];
}

export const starganV2Full = goldenKind({
  name: 'stargan-v2-full-width',
  holds: 'one iteration of StarGAN v2 at the paper’s width',
  marks: ['F(z,y_trg)', 'one_iteration.D_latent'],
  schema,
  replay,
});
