// Going back through a forward pass whose weights have moved since. The authors step encoders and generator and then
// differentiate a second sum through the pass that they kept: its activations are old, but wherever a weight is a factor of
// the gradient, its present value is used (PyTorch of the time read it from the parameter itself). Parameters may therefore
// carry the values that the pass was made with, under the same names with a mark.
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '@starlab/engine/ops';
import type { Parameters } from '../blocks/parameters.ts';

const MARK = '@kept';

/** `present` parameters with those of the pass, `kept`; names and shapes are the same. */
export function withKept(present: Parameters, kept: Parameters): Parameters {
  const marked = Object.entries(kept).map(([name, tensor]): [string, tf.Tensor] => [
    `${name}${MARK}`,
    tensor,
  ]);
  return { ...present, ...Object.fromEntries(marked) };
}

function keptIn(parameters: Parameters): Parameters | undefined {
  const marked = Object.entries(parameters).filter(([name]) => name.endsWith(MARK));
  return marked.length === 0
    ? undefined
    : Object.fromEntries(marked.map(([name, tensor]) => [name.slice(0, -MARK.length), tensor]));
}

/**
 * `apply(parameters, x)` for a layer that is affine in x and in its parameters each. Where the parameters carry kept values, the
 * value is that of the kept ones, while gradients by x go through the present ones and gradients by parameters reach these.
 */
export function layer<X extends tf.Tensor, Y extends tf.Tensor>(
  parameters: Parameters,
  x: X,
  apply: (parameters: Parameters, x: X) => Y,
): Y {
  const kept = keptIn(parameters);
  const present = apply(parameters, x);
  if (!kept) return present;
  // present − its own value: 0 with a gradient.
  return tf.add(stopGradient(apply(kept, x)), tf.sub(present, stopGradient(present)));
}
