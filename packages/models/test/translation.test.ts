// A translation in its three parts, each a program of its own, against the whole in one.
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { openDevice, type Program } from '@starlab/engine';
import { normalArray, resolveConfig, type RunConfigInput } from '@starlab/experiment';
import { expectAllClose } from '@starlab/testing';
import { expect, it } from 'vitest';
import {
  encodeStyle,
  faceMasks,
  generate,
  heatMapConstants,
  heatMapNetworkShapes,
  initialise,
  mapLatent,
  sizeOf,
  starganV2Architecture,
  translationOf,
  withoutHeatMapNetwork,
  type HostTensor,
  type Parameters,
  type StarganV2Architecture,
} from '../src/index.ts';

const BATCH = 2;
const DOMAINS = 3;

const architectureFor = (changed: RunConfigInput): StarganV2Architecture =>
  starganV2Architecture(
    resolveConfig({
      imageSize: 64,
      baseWidth: 4,
      maxWidth: 8,
      hiddenDimension: 8,
      styleDimension: 4,
      latentDimension: 2,
      ...changed,
    }),
    DOMAINS,
  );

const values = (purpose: string, shape: readonly number[]): Float32Array =>
  normalArray({ seed: 3, purpose, index: 0 }, sizeOf(shape));

function weightsOf(architecture: StarganV2Architecture): Record<string, HostTensor> {
  const networks = Object.entries(initialise(architecture, 5));
  return Object.fromEntries(
    networks.flatMap(([network, tensors]) =>
      Object.entries(tensors).map(([name, tensor]) => [`${network}/${name}`, tensor]),
    ),
  );
}

/** Weights under which heat maps vary between and within landmarks; variances are 1. */
const heatMapNetwork = Object.fromEntries(
  Object.entries(heatMapNetworkShapes).map(([name, shape]): [string, HostTensor] => {
    const scale = 1 / Math.sqrt(sizeOf(shape) / (shape[0] ?? 1));
    const data = values(name, shape).map((value) => value * scale);
    return [name, { shape, data: name.endsWith('running_var') ? data.fill(1) : data }];
  }),
);

const shapesOf = ({ imageSize, latentDimension }: StarganV2Architecture) => {
  const image = [BATCH, 3, imageSize, imageSize];
  return { image, domain: [BATCH, DOMAINS], latent: [BATCH, latentDimension], reference: image };
};

/** Both translations in one program each, straight from the networks. */
function wholeStep(architecture: StarganV2Architecture) {
  return (given: Parameters, inputs: Parameters) => {
    const { state, heatMapNetwork: network } = withoutHeatMapNetwork(given);
    const of = (name: string): Parameters => {
      const own = Object.entries(state).filter(([key]) => key.startsWith(`${name}/`));
      return Object.fromEntries(own.map(([key, tensor]) => [key.slice(name.length + 1), tensor]));
    };
    const image = inputs['image'] as Tensor4D;
    const domain = inputs['domain'] as Tensor2D;
    const mapped = { latent: inputs['latent'] as Tensor2D, domain };
    const encoded = { image: inputs['reference'] as Tensor4D, domain };
    const masks = network && { masks: faceMasks(network, image) };
    const translated = (style: Tensor2D): Tensor4D =>
      generate(of('generator'), { image, style, ...masks }, architecture);
    return {
      state,
      outputs: {
        latent: translated(mapLatent(of('mapping_network'), mapped, architecture)),
        reference: translated(encodeStyle(of('style_encoder'), encoded, architecture)),
      },
    };
  };
}

const taken = <T>(entries: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => names.includes(name)));

// With w_hpf above 0 masks of the source take part in the encoder, and every skip they gate is handed to the decoder.
it.each([{ highPassWeight: 0 }, { highPassWeight: 1 }])(
  'gives in parts what it gives as a whole: %o',
  async (changed) => {
    const architecture = architectureFor(changed);
    const constants = changed.highPassWeight > 0 ? heatMapConstants(heatMapNetwork) : {};
    const shapes = shapesOf(architecture);
    const inputs = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, values(name, shape)]),
    );
    inputs['domain'] = Float32Array.of(0, 1, 0, 0, 0, 1);

    const device = await openDevice('cpu', { threads: 1 });
    const whole = await device.compile(wholeStep(architecture), {
      state: weightsOf(architecture),
      inputs: shapes,
      constants,
    });
    const expected = await whole.run(inputs);

    const { encode, styles, decode, encodedShapes, styleSize } = translationOf(architecture);
    const encoder = await whole.alongside(encode.step, { inputs: taken(shapes, ['image']), constants });
    const encoded = await encoder.run(taken(inputs, ['image']));
    expect(Object.keys(encoded).sort()).toEqual(Object.keys(encodedShapes(BATCH)).sort());
    const decoder = await whole.alongside(decode.step, {
      inputs: { ...encodedShapes(BATCH), style: [BATCH, styleSize] },
    });
    for (const mode of ['latent', 'reference'] as const) {
      const part = styles[mode];
      if (!part) throw new Error(`no ${mode} style`);
      const names = ['domain', mode];
      const styling: Program = await whole.alongside(part.step, { inputs: taken(shapes, names) });
      const { image } = await decoder.run({ ...encoded, ...(await styling.run(taken(inputs, names))) });
      // Outputs near 1; rewrites may scale weights otherwise where a program ends at the encoder.
      expectAllClose(image ?? [], expected[mode] ?? [], { absolute: 1e-5, relative: 0 });
      await styling.dispose();
    }
    for (const program of [whole, encoder, decoder]) await program.dispose();
  },
);

it('says that w_hpf needs the heat-map network', async () => {
  const architecture = architectureFor({ highPassWeight: 1 });
  const device = await openDevice('cpu', { threads: 1 });
  const { encode } = translationOf(architecture);
  const inputs = { image: shapesOf(architecture).image };
  await expect(device.compile(encode.step, { state: weightsOf(architecture), inputs })).rejects.toThrow(
    'needs the heat-map network',
  );
});
