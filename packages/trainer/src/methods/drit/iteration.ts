// The two kinds of mini-batches of DRIT and MSGAN, in the official order. `content`: the content discriminator. `full`: all five
// discriminators, then encoders and generator on the first sum, then content encoder and generator on the second, all from
// one forward pass. Pure functions of (state, inputs), which the engine compiles into a program each; the state is the same.
//
// The second sum is differentiated through the pass as it was kept, with the weights that the first sum's step left as factors
// (see kept-pass.ts of the models): the official behaviour.
import type * as tf from '@tensorflow/tfjs-core';
import { dritShapes, withKept, type DritNetwork, type Parameters } from '@starlab/models';
import type { StepFunction } from '../training-method.ts';
import type { AdamOptions } from '../../optimisation/adam.ts';
import { clipGradients } from '../../optimisation/clip-gradients.ts';
import { gradientNorm, gradientsOf } from '../../optimisation/gradients-of.ts';
import {
  descend,
  flattenModules,
  namedParameters,
  readModules,
  type ModuleShapes,
  type ModuleState,
} from '../../state/modules.ts';
import { encodeContents, forwardPass, type Translating } from './forward-pass.ts';
import { readDritInputs, type DritTensors, type StepKind } from './inputs.ts';
import {
  contentDiscriminatorLoss,
  dritAloneLoss,
  dritDiscriminatorLoss,
  dritGeneratorLoss,
} from './losses.ts';
import type { MiniBatchKind } from './schedule.ts';
import type { DritSettings } from './settings.ts';

type State = ModuleState<DritNetwork>;
type Gradients = Partial<Record<DritNetwork, Parameters>>;

interface MiniBatchContext {
  readonly settings: DritSettings;
  readonly shapes: ModuleShapes<DritNetwork>;
  readonly tensors: DritTensors;
}

interface Update {
  readonly state: State;
  readonly outputs: Readonly<Record<string, tf.Tensor>>;
}

function adamOptions({ settings, tensors }: MiniBatchContext, step: StepKind): AdamOptions {
  const { beta1, beta2, weightDecay } = settings;
  return {
    learningRate: tensors.learningRate(step),
    beta1,
    beta2,
    weightDecay,
    biasCorrection1: tensors.biasCorrection(1, step),
    biasCorrection2: tensors.biasCorrection(2, step),
  };
}

/** Norms by update (D, EG, G2) and network. */
const norms = (update: 'D' | 'EG' | 'G2', gradients: Gradients): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(gradients).map(([network, ofNetwork]) => [
      `gradient_norm/${update}/${network}`,
      gradientNorm(ofNetwork),
    ]),
  );

/** Steps the discriminators; the content discriminator with its own rate, and clipped. */
function stepDiscriminators(state: State, gradients: Gradients, context: MiniBatchContext): Update {
  const { shapes, settings } = context;
  const { disContent = {}, ...ofDomains } = gradients;
  const clipped = clipGradients(disContent, settings.contentGradientLimit);
  const content = descend(
    state,
    { gradients: { disContent: clipped }, shapes },
    adamOptions(context, 'content'),
  );
  return {
    state:
      Object.keys(ofDomains).length > 0
        ? descend(content, { gradients: ofDomains, shapes }, adamOptions(context, 'once'))
        : content,
    outputs: {
      ...norms('D', gradients),
      'gradient_norm/D/disContent/clipped': gradientNorm(clipped),
    },
  };
}

function contentMiniBatch(state: State, context: MiniBatchContext): Update {
  const { enc_c, disContent } = namedParameters(state, context.shapes);
  const contents = encodeContents(enc_c, context.tensors.encoded, context.tensors.noise);
  const { terms, gradients } = gradientsOf(
    () => contentDiscriminatorLoss(disContent, contents, context.settings.architecture),
    {
      disContent,
    },
  );
  const stepped = stepDiscriminators(state, gradients, context);
  return { state: stepped.state, outputs: { ...terms, ...stepped.outputs } };
}

function updateDiscriminators(state: State, context: MiniBatchContext): Update {
  const { settings, shapes, tensors } = context;
  const { enc_c, enc_a, gen, ...discriminators } = namedParameters(state, shapes);
  const pass = forwardPass({ enc_c, enc_a, gen }, tensors.forward(), settings.architecture);
  const { encoded, others } = tensors;
  const { terms, gradients } = gradientsOf(
    () => dritDiscriminatorLoss({ discriminators, settings, pass, encoded, others }),
    discriminators,
  );
  const stepped = stepDiscriminators(state, gradients, context);
  return { state: stepped.state, outputs: { ...terms, ...stepped.outputs } };
}

/** The first sum. */
function updateTranslating(state: State, context: MiniBatchContext): Update {
  const { settings, shapes, tensors } = context;
  const { enc_c, enc_a, gen, ...discriminators } = namedParameters(state, shapes);
  const { terms, gradients } = gradientsOf(
    () => {
      const pass = forwardPass({ enc_c, enc_a, gen }, tensors.forward(), settings.architecture);
      return dritGeneratorLoss({ discriminators, settings, pass, encoded: tensors.encoded });
    },
    { enc_c, enc_a, gen },
  );
  // The attribute encoder takes this one step, content encoder and generator another one after it.
  const { enc_a: ofAttributes = {}, ...ofTwice } = gradients;
  const once = descend(state, { gradients: { enc_a: ofAttributes }, shapes }, adamOptions(context, 'once'));
  return {
    state: descend(once, { gradients: ofTwice, shapes }, adamOptions(context, 'first-of-two')),
    outputs: { ...terms, ...norms('EG', gradients) },
  };
}

/** The second sum, back through the pass that `kept` made. */
function updateAlone(state: State, kept: Translating, context: MiniBatchContext): Update {
  const { settings, shapes, tensors } = context;
  const { enc_c, enc_a, gen, ...discriminators } = namedParameters(state, shapes);
  const moved: Translating = {
    enc_c: withKept(enc_c, kept.enc_c),
    enc_a: withKept(enc_a, kept.enc_a),
    gen: withKept(gen, kept.gen),
  };
  const { terms, gradients } = gradientsOf(
    () => {
      const input = tensors.forward();
      const pass = forwardPass(moved, input, settings.architecture);
      return dritAloneLoss({ discriminators, settings, pass, randomAttributes: input.randomAttributes });
    },
    { enc_c, gen },
  );
  return {
    state: descend(state, { gradients, shapes }, adamOptions(context, 'second-of-two')),
    outputs: { ...terms, ...norms('G2', gradients) },
  };
}

function fullMiniBatch(state: State, context: MiniBatchContext): Update {
  const kept = namedParameters(state, context.shapes);
  const discriminators = updateDiscriminators(state, context);
  const translating = updateTranslating(discriminators.state, context);
  const alone = updateAlone(translating.state, kept, context);
  return {
    state: alone.state,
    outputs: { ...discriminators.outputs, ...translating.outputs, ...alone.outputs },
  };
}

/**
 * A mini-batch of one kind. State: see `packModules`. Outputs: the loss terms under the official code's names, as they stand
 * in their sums, each before its update; and, if asked for, gradient norms.
 */
export function dritIteration(
  settings: DritSettings,
  kind: MiniBatchKind,
  { gradientNorms = false }: { readonly gradientNorms?: boolean } = {},
): StepFunction {
  const shapes = dritShapes(settings.architecture);
  return (flatState, inputs) => {
    const context = { settings, shapes, tensors: readDritInputs(inputs, settings) };
    const state = readModules(flatState, shapes);
    const { state: after, outputs } =
      kind === 'full' ? fullMiniBatch(state, context) : contentMiniBatch(state, context);
    const shown = Object.entries(outputs).filter(
      ([name]) => gradientNorms || !name.startsWith('gradient_norm/'),
    );
    return { state: flattenModules(after), outputs: Object.fromEntries(shown) };
  };
}
