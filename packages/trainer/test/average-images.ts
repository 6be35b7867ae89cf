// What the moving-average networks of a training state make of one iteration's inputs. For tests.
import type * as tf from '@tensorflow/tfjs-core';
import type { Device } from '@starlab/engine';
import { encodeStyle, generate, mapLatent, networkShapes, type HostTensor } from '@starlab/models';
import { averageParameters } from '../src/checkpoint/average-parameters.ts';
import { readInputs, trainingInputs } from '../src/iteration/inputs.ts';
import type { StepFunction } from '../src/iteration/stargan-v2.ts';
import { averagedNetworks, stateName } from '../src/state/state-shapes.ts';
import { entry } from './evaluate.ts';
import { goldenInputs, type GoldenCase } from './golden-case.ts';

/** The averages in `state` under their flat names, with their shapes. */
function averagesOf({ architecture }: GoldenCase, state: Readonly<Record<string, Float32Array>>) {
  const shapes = networkShapes(architecture);
  const averages = averagedNetworks.flatMap((network) =>
    Object.entries(shapes[network]).map(([name, shape]): [string, HostTensor] => {
      const flat = stateName('average', network, name);
      return [flat, { shape, data: entry(state, flat) }];
    }),
  );
  return Object.fromEntries(averages);
}

function translationStep({ config, architecture }: GoldenCase): StepFunction {
  return (state, flatInputs) => {
    const inputs = readInputs(flatInputs, config);
    const domain = inputs.targetDomain;
    const masks = inputs.masks && { masks: inputs.masks.source };
    const translate = (style: tf.Tensor2D): tf.Tensor =>
      generate(
        averageParameters(state, 'generator'),
        { image: inputs.source, style, ...masks },
        architecture,
      );
    const { latent, reference } = inputs.guide;
    if (latent.mode !== 'latent' || reference.mode !== 'reference') throw new Error('guides are swapped');
    const mapping = averageParameters(state, 'mapping_network');
    const encoder = averageParameters(state, 'style_encoder');
    return {
      state: { ...state },
      outputs: {
        emaLatent: translate(mapLatent(mapping, { latent: latent.latent, domain }, architecture)),
        emaReference: translate(encodeStyle(encoder, { image: reference.reference, domain }, architecture)),
      },
    };
  };
}

/** Translations of the first iteration's sources by the averages in `state`: `emaLatent` and `emaReference`. */
export async function averageImages(
  golden: GoldenCase,
  state: Readonly<Record<string, Float32Array>>,
  device: Device,
): Promise<Record<string, Float32Array>> {
  const program = await device.compile(translationStep(golden), {
    state: averagesOf(golden, state),
    inputs: trainingInputs(golden.config, golden.architecture),
  });
  const images = await program.run(goldenInputs(golden, 0));
  await program.dispose();
  return images;
}
