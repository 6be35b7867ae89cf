// The baselines' layers that are easy to get slightly wrong, each alone, as a pure step: what golden/baseline-layers.json and
// `starlab parity` hold against the authors' code.
import * as tf from '@tensorflow/tfjs-core';
import { averagePool2d, instanceNorm, leakyRelu } from '@starlab/engine/ops';
import { within, type Parameters } from '../blocks/parameters.ts';
import { reflectConvolution } from '../blocks/reflect-convolution.ts';
import { basicBlock } from '../drit/attribute-encoder.ts';
import { mixingBlock } from '../drit/generator.ts';
import * as drit from '../drit/layers.ts';
import { residualBlock } from '../munit/convolution-block.ts';
import { adain, upsamplingBlock } from '../munit/decoder.ts';
import { layerNorm } from '../munit/layer-norm.ts';
import type { ForwardStep } from '../translation/step-tensors.ts';

type SingleLayer = (parameters: Parameters, inputs: readonly tf.Tensor[]) => tf.Tensor;

const onImage =
  (layer: (parameters: Parameters, x: tf.Tensor4D) => tf.Tensor): SingleLayer =>
  (parameters, [x]) =>
    layer(parameters, x as tf.Tensor4D);

/** By their names in the golden file. */
const singleLayers: Readonly<Record<string, SingleLayer>> = {
  'munit-layer-norm': onImage(layerNorm),
  'munit-layer-norm-batch1': onImage(layerNorm),
  'munit-adain': (_, [x, mean, deviation]) =>
    adain(x as tf.Tensor4D, { mean: mean as tf.Tensor2D, deviation: deviation as tf.Tensor2D }),
  'munit-downsample': onImage((_, x) =>
    averagePool2d(x, { size: 3, stride: 2, padding: 1, countPadding: false }),
  ),
  'munit-res-block': onImage((parameters, x) => residualBlock(parameters, x, instanceNorm)),
  'munit-upsample-conv': onImage((parameters, x) => upsamplingBlock(within(parameters, '1'), x)),
  'drit-layer-norm': onImage(drit.layerNorm),
  'drit-lrelu-conv': onImage((parameters, x) =>
    leakyRelu(reflectConvolution(within(parameters, 'model.1'), x, { padding: 1, stride: 2 }), 0.01),
  ),
  'drit-ins-res-block': onImage(drit.residualBlock),
  'drit-mis-ins-res-block': (parameters, [x, code]) =>
    mixingBlock(parameters, x as tf.Tensor4D, code as tf.Tensor2D),
  'drit-basic-block': onImage(basicBlock),
  'drit-up': onImage(drit.upsamplingBlock),
};

export const singleLayerNames: readonly string[] = Object.keys(singleLayers);

/**
 * The layer `name` as a step without a state. Inputs: `x0`, `x1`, …, `parameters` by name, and `g`, the gradient that comes in
 * from above, of the output's shape. Outputs: `output`, and for each input but g `gradient <name>`.
 * @throws RangeError for a name that is none of `singleLayerNames`.
 */
export function singleLayerStep(
  name: string,
  { inputCount, parameters }: { readonly inputCount: number; readonly parameters: readonly string[] },
): ForwardStep {
  const layer = singleLayers[name];
  if (!layer) throw new RangeError(`no layer ${name} among ${singleLayerNames.join(', ')}`);
  const names = [...Array.from({ length: inputCount }, (_, index) => `x${index}`), ...parameters];
  const apply = (...tensors: tf.Tensor[]): tf.Tensor => {
    const named = parameters.map((parameter, index) => [parameter, tensors[inputCount + index]]);
    return layer(Object.fromEntries(named) as Parameters, tensors.slice(0, inputCount));
  };
  return (state, inputs) => {
    const tensor = (input: string): tf.Tensor => {
      const found = inputs[input];
      if (!found) throw new RangeError(`no input ${input} among ${Object.keys(inputs).join(', ')}`);
      return found;
    };
    const at = names.map(tensor);
    const gradients = tf.grads(apply)(at, tensor('g'));
    const named = gradients.map((gradient, index) => [`gradient ${names[index]}`, gradient] as const);
    return { state, outputs: { output: apply(...at), ...Object.fromEntries(named) } };
  };
}
