// Forward passes against the reference implementation (PyTorch, CPU, float32), from the same weights and inputs, both
// made by a formula: golden/forward.json (32 px, three domains) and golden/forward-hpf.json (64 px, w_hpf 1, masks).
import { readFileSync } from 'node:fs';
import type * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@starlab/engine';
import { networkSchema, resolveConfig, type Network } from '@starlab/experiment';
import { expectAllClose, goldenParameter, ints, sym } from '@starlab/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  starganV2Architecture,
  discriminate,
  encodeStyle,
  generate,
  mapLatent,
  starganV2Shapes,
  type HostTensor,
} from '../src/index.ts';
import { within } from '../src/blocks/parameters.ts';

/** What the reference's authors of these figures allow: threads alone make 5e-6 of difference. */
const tolerance = { absolute: 1e-4, relative: 0 };

const outputSchema = z
  .object({ base64: z.string() })
  .transform(({ base64 }) => new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer));
const goldenSchema = z.object({
  config: z.record(z.string(), z.number()),
  paramShapes: z.record(networkSchema, z.record(z.string(), z.array(z.int()))),
  forward: z.object({
    mappingNetwork: outputSchema,
    styleEncoder: outputSchema,
    discriminator: outputSchema,
    generator: outputSchema,
  }),
});

function loadGolden(file: string) {
  const text = readFileSync(new URL(`../golden/${file}.json`, import.meta.url), 'utf8');
  const { config: given, paramShapes, forward } = goldenSchema.parse(JSON.parse(text));
  const config = resolveConfig({
    imageSize: given['imgSize'],
    baseWidth: given['baseDim'],
    maxWidth: given['maxDim'],
    hiddenDimension: given['hiddenDim'],
    styleDimension: given['styleDim'],
    latentDimension: given['latentDim'],
    highPassWeight: given['wHpf'],
    batchSize: given['batchSize'],
  });
  const architecture = starganV2Architecture(config, given['numDomains'] ?? Number.NaN);
  return { architecture, paramShapes, forward, batchSize: config.batchSize };
}
type Golden = ReturnType<typeof loadGolden>;

function inputsOf({ architecture, batchSize }: Golden): Record<string, HostTensor> {
  const { imageSize, latentDimension, domainCount } = architecture;
  const uniform = (name: string, shape: number[], bound = 1): HostTensor => ({
    shape,
    data: sym(`iter0/${name}`, shape, bound),
  });
  const images = [batchSize, 3, imageSize, imageSize];
  const oneHot = (name: string): HostTensor => {
    const data = new Float32Array(batchSize * domainCount);
    ints(`iter0/${name}`, batchSize, domainCount).forEach((domain, row) => {
      data[row * domainCount + domain] = 1;
    });
    return { shape: [batchSize, domainCount], data };
  };
  const mask = (name: string): HostTensor => {
    const { shape, data } = uniform(name, [batchSize, 1, imageSize, imageSize]);
    return { shape, data: data.map((value) => (value + 1) / 2) };
  };
  return {
    source: uniform('x_src', images),
    reference: uniform('x_ref', images),
    latent: uniform('z_trg', [batchSize, latentDimension], Math.sqrt(3)),
    sourceDomain: oneHot('y_src'),
    targetDomain: oneHot('y_ref'),
    ...(architecture.highPassWeight > 0 && { mask0: mask('real/mask0'), mask1: mask('real/mask1') }),
  };
}

function weightsOf({ architecture }: Golden): Record<string, HostTensor> {
  const shapes = starganV2Shapes(architecture);
  return Object.fromEntries(
    networkSchema.options.flatMap((network) =>
      Object.entries(shapes[network]).map(([name, shape]) => [
        `${network}.${name}`,
        { shape, data: goldenParameter(`${network}.${name}`, shape) },
      ]),
    ),
  );
}

/** All four networks on the golden inputs. */
async function forwardPasses(golden: Golden): Promise<Record<string, Float32Array>> {
  const { architecture } = golden;
  const inputs = inputsOf(golden);
  const device = await openDevice('tfjs-cpu');
  const program = await device.compile(
    (state, given) => {
      const of = (network: Network) => within(state, network);
      const tensor = <T extends tf.Tensor>(name: string): T => {
        const found = given[name];
        if (!found) throw new Error(`no input ${name}`);
        return found as T;
      };
      const image = tensor<tf.Tensor4D>('source');
      const domain = tensor<tf.Tensor2D>('targetDomain');
      const latent = tensor<tf.Tensor2D>('latent');
      const style = mapLatent(of('mapping_network'), { latent, domain }, architecture);
      const masks = 'mask0' in given && {
        masks: { at32: tensor<tf.Tensor4D>('mask0'), at64And128: tensor<tf.Tensor4D>('mask1') },
      };
      const reference = { image: tensor<tf.Tensor4D>('reference'), domain };
      const source = { image, domain: tensor<tf.Tensor2D>('sourceDomain') };
      return {
        state,
        outputs: {
          mappingNetwork: style,
          styleEncoder: encodeStyle(of('style_encoder'), reference, architecture),
          discriminator: discriminate(of('discriminator'), source, architecture),
          generator: generate(of('generator'), { image, style, ...masks }, architecture),
        },
      };
    },
    {
      state: weightsOf(golden),
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape])),
    },
  );
  const outputs = await program.run(
    Object.fromEntries(Object.entries(inputs).map(([name, { data }]) => [name, data])),
  );
  await program.dispose();
  return outputs;
}

describe.each(['forward', 'forward-hpf'])('%s', (file) => {
  const golden = loadGolden(file);
  let outputs: Record<string, Float32Array>;
  beforeAll(async () => {
    outputs = await forwardPasses(golden);
  });

  it('has the reference’s parameters', () => {
    expect(starganV2Shapes(golden.architecture)).toEqual(golden.paramShapes);
  });

  it.each(['mappingNetwork', 'styleEncoder', 'discriminator', 'generator'] as const)('%s', (network) => {
    expectAllClose(outputs[network] ?? [], golden.forward[network], tolerance);
  });
});
