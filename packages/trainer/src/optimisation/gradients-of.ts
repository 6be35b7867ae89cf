// Gradients of a loss with respect to whole networks, as dictionaries under the parameters' names.
import * as tf from '@tensorflow/tfjs-core';
// Registers tfjs's own gradients, which its Node bundle leaves out.
import '@starlab/engine/ops';
import type { Parameters } from '@starlab/models';
import type { Loss } from '../losses/loss.ts';

export interface Gradients<Module extends string, Term extends string> {
  readonly terms: Loss<Term>['terms'];
  /** By module, then parameter; a parameter the loss does not depend on is absent. */
  readonly gradients: Modules<Module>;
}

type Modules<Module extends string> = Readonly<Partial<Record<Module, Parameters>>>;

/** Terms leave the tape's scope, which disposes of whatever it does not return. */
function handOver<Term extends string>(terms: Loss<Term>['terms']): Loss<Term>['terms'] {
  const copies: Partial<Record<Term, tf.Scalar>> = {};
  for (const term in terms) {
    const kept = terms[term];
    if (!kept) continue;
    copies[term] = tf.clone(kept);
    kept.dispose();
  }
  return copies;
}

/**
 * Evaluates `loss`, a function of the very tensors in `modules`, and differentiates its total by each of them.
 * Other tensors that it reads count as constants.
 */
export function gradientsOf<Module extends string, Term extends string>(
  loss: () => Loss<Term>,
  modules: Modules<Module>,
): Gradients<Module, Term> {
  const evaluated: Loss<Term>[] = [];
  const forward = (): tf.Scalar => {
    const result = loss();
    for (const term in result.terms) tf.keep(result.terms[term] ?? result.total);
    evaluated.push(result);
    return result.total;
  };

  const gradients: Partial<Record<Module, Record<string, tf.Tensor>>> = {};
  const slots: { into: Record<string, tf.Tensor>; name: string; tensor: tf.Tensor }[] = [];
  for (const module in modules) {
    const into: Record<string, tf.Tensor> = {};
    gradients[module] = into;
    for (const [name, tensor] of Object.entries<tf.Tensor>(modules[module] ?? {}))
      slots.push({ into, name, tensor });
  }

  // `tf.grads` would refuse a parameter without a gradient; the engine call under it leaves a hole in its place.
  const allowNoGradients = true;
  const tensors = slots.map(({ tensor }) => tensor);
  const { grads } = tf.engine().gradients(forward, tensors, undefined, allowNoGradients);
  slots.forEach(({ into, name }, index) => {
    const gradient = grads[index];
    if (gradient) into[name] = gradient;
  });
  const terms = evaluated[0]?.terms;
  if (!terms) throw new Error('tfjs did not evaluate the loss');
  return { terms: handOver(terms), gradients };
}

/** The L2 norm over all gradients of a module, a scalar. */
export function gradientNorm(gradients: Parameters): tf.Scalar {
  const squares = Object.values(gradients).map((gradient) => tf.sum<tf.Scalar>(tf.square(gradient)));
  return tf.sqrt(tf.addN(squares));
}
