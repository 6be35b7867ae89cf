// One training iteration of MUNIT, in the official order: both discriminators, then both generators, each with styles of its
// own. A pure function of (state, inputs), which the engine compiles into one program.
import type * as tf from '@tensorflow/tfjs-core';
import { generatorParts, munitShapes, type MunitNetwork, type Parameters } from '@starlab/models';
import type { StepFunction } from '../training-method.ts';
import { gradientNorm, gradientsOf } from '../../optimisation/gradients-of.ts';
import { biasCorrection } from '../../optimisation/bias-correction.ts';
import {
  descend,
  flattenModules,
  namedParameters,
  readModules,
  type ModuleState,
} from '../../state/modules.ts';
import { munitDiscriminatorLoss, munitGeneratorLoss, munitTranslations, type Pair } from './losses.ts';
import { munitLearningRate, type MunitSettings } from './settings.ts';

/** Name and shape of every input of the iteration, all float32. */
export function munitInputs(settings: MunitSettings): Record<string, number[]> {
  const { imageSize, batchSize, architecture } = settings;
  const images = [batchSize, 3, imageSize, imageSize];
  const styles = [batchSize, architecture.styleDimension];
  return {
    'image/a': images,
    'image/b': images,
    'style/dis/a': styles,
    'style/dis/b': styles,
    'style/gen/a': styles,
    'style/gen/b': styles,
    learningRate: [],
    biasCorrection1: [],
    biasCorrection2: [],
  };
}

/** The numbers among the inputs of iteration `iteration`, counted from 0: each network takes one step an iteration. */
export function munitScalars(settings: MunitSettings, iteration: number): Record<string, Float32Array> {
  const step = iteration + 1;
  return {
    learningRate: Float32Array.of(munitLearningRate(settings, iteration)),
    biasCorrection1: Float32Array.of(biasCorrection(settings.beta1, step)),
    biasCorrection2: Float32Array.of(biasCorrection(settings.beta2, step)),
  };
}

/** The gradient norm of each network stepped, and of each part of a generator. */
function gradientNorms(gradients: Partial<Record<MunitNetwork, Parameters>>): Record<string, tf.Tensor> {
  const norms: Record<string, tf.Tensor> = {};
  for (const [network, ofNetwork] of Object.entries(gradients)) {
    norms[`gradient_norm/${network}`] = gradientNorm(ofNetwork);
    for (const part of generatorParts) {
      const ofPart = Object.entries(ofNetwork).filter(([name]) => name.startsWith(`${part}.`));
      if (ofPart.length > 0)
        norms[`gradient_norm/${network}.${part}`] = gradientNorm(Object.fromEntries(ofPart));
    }
  }
  return norms;
}

/** State: see `packModules`. Outputs: the loss terms under the official code's names, each before its update. */
export function munitIteration(
  settings: MunitSettings,
  { gradientNorms: withNorms = false }: { readonly gradientNorms?: boolean } = {},
): StepFunction {
  const shapes = munitShapes(settings.architecture);
  return (flatState, inputs) => {
    const tensor = <T extends tf.Tensor>(name: string): T => {
      const found = inputs[name];
      if (!found) throw new RangeError(`no input ${name} among ${Object.keys(inputs).join(', ')}`);
      return found as T;
    };
    const pair = <T extends tf.Tensor>(name: string): Pair<T> => ({
      a: tensor(`${name}/a`),
      b: tensor(`${name}/b`),
    });
    const images = pair<tf.Tensor4D>('image');
    const { beta1, beta2, weightDecay } = settings;
    const adam = {
      learningRate: tensor<tf.Scalar>('learningRate'),
      beta1,
      beta2,
      weightDecay,
      biasCorrection1: tensor<tf.Scalar>('biasCorrection1'),
      biasCorrection2: tensor<tf.Scalar>('biasCorrection2'),
    };

    const before: ModuleState<MunitNetwork> = readModules(flatState, shapes);
    const networks = namedParameters(before, shapes);
    const shown = { networks, settings, images, styles: pair<tf.Tensor2D>('style/dis') };
    const fakes = munitTranslations(shown);
    const { dis_a, dis_b, gen_a, gen_b } = networks;
    const dis = gradientsOf(() => munitDiscriminatorLoss(shown, fakes), { dis_a, dis_b });
    const between = descend(before, { gradients: dis.gradients, shapes }, adam);

    const input = {
      networks: { ...namedParameters(between, shapes), gen_a, gen_b },
      settings,
      images,
      styles: pair<tf.Tensor2D>('style/gen'),
    };
    const gen = gradientsOf(() => munitGeneratorLoss(input), { gen_a, gen_b });
    const after = descend(between, { gradients: gen.gradients, shapes }, adam);
    return {
      state: flattenModules(after),
      outputs: {
        ...dis.terms,
        ...gen.terms,
        ...(withNorms && gradientNorms({ ...dis.gradients, ...gen.gradients })),
      },
    };
  };
}
