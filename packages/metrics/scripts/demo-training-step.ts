// One Adam step (Kingma & Ba 2015) of the demo feature network with a linear head: cross-entropy per class, squared error
// of the standardised numbers.
import {
  add,
  addN,
  div,
  logSoftmax,
  matMul,
  mean,
  mul,
  neg,
  slice,
  sqrt,
  square,
  sub,
  sum,
  valueAndGrads,
  type Scalar,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { StepFunction } from '@starlab/engine';
import { randomStream } from '@starlab/experiment';
import { DEMO_DIMENSION, demoFeatures, demoFeatureShapes } from '../src/networks/demo-features.ts';
import type { HostTensor, Parameters } from '../src/networks/feature-parameters.ts';

export const BETA1 = 0.9;
export const BETA2 = 0.999;
const EPSILON = 1e-8;

const HEAD = ['head.weight', 'head.bias'] as const;
const PARAMETER = 'parameters/';
const kinds = ['parameters', 'moment1', 'moment2'] as const;

/** He normal weights (He et al. 2015), zero biases, zero moments. `outputs`: classes and numbers together. */
export function initialTrainingState(outputs: number, seed: number): Record<string, HostTensor> {
  const shapes = { ...demoFeatureShapes, [HEAD[0]]: [DEMO_DIMENSION, outputs], [HEAD[1]]: [outputs] };
  const entries = Object.entries(shapes).flatMap(([name, shape]) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const fanIn = name.startsWith('head') ? DEMO_DIMENSION : size / (shape[0] ?? 1);
    const stream = randomStream({ seed, purpose: `demo-features/${name}`, index: 0 });
    const deviation = name.endsWith('.bias') ? 0 : Math.sqrt(2 / fanIn);
    return kinds.map((kind): [string, HostTensor] => {
      const scale = kind === 'parameters' ? deviation : 0;
      return [
        `${kind}/${name}`,
        { shape, data: Float32Array.from({ length: size }, () => scale * stream.normal()) },
      ];
    });
  });
  return Object.fromEntries(entries);
}

/** The parameters of a training state, by their own names. */
export function parametersOf<T>(state: Readonly<Record<string, T>>): Record<string, T> {
  const own = Object.entries(state).filter(([name]) => name.startsWith(PARAMETER));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(PARAMETER.length), value]));
}

/** Logits of all classes, then the numbers: `[N, outputs]`. */
export function predict(parameters: Parameters, image: Tensor4D): Tensor2D {
  const [weight, bias] = HEAD.map((name) => parameters[name] as Tensor);
  return add(matMul(demoFeatures(parameters, image), weight as Tensor2D), bias as Tensor);
}

function loss(prediction: Tensor2D, expected: Tensor2D, classSizes: readonly number[]): Scalar {
  const columns = (from: number, width: number): [Tensor2D, Tensor2D] => [
    slice(prediction, [0, from], [-1, width]),
    slice(expected, [0, from], [-1, width]),
  ];
  let from = 0;
  const terms = classSizes.map((width) => {
    const [logits, oneHot] = columns(from, width);
    from += width;
    return neg(mean(sum(mul(oneHot, logSoftmax(logits)), 1)));
  });
  const [numbers, targets] = columns(from, (expected.shape[1] ?? 0) - from);
  const squaredError = mean(square(sub(numbers, targets)));
  return add(addN(terms.map((term) => div(term, terms.length))), mul(squaredError, 2)) as Scalar;
}

/** Inputs: `image`, `expected`, and `rates`: learning rate, 1 − β₁ᵗ, 1 − β₂ᵗ. */
export function trainingStep(classSizes: readonly number[]): StepFunction {
  return (state, inputs) => {
    const names = Object.keys(parametersOf(state));
    const values = names.map((name) => state[`${PARAMETER}${name}`] as Tensor);
    const lossOf = (...parameters: Tensor[]): Scalar => {
      const named = Object.fromEntries(names.map((name, i) => [name, parameters[i] as Tensor]));
      return loss(predict(named, inputs['image'] as Tensor4D), inputs['expected'] as Tensor2D, classSizes);
    };
    const { value, grads } = valueAndGrads(lossOf)(values);
    const next = names.flatMap((name, i) =>
      adam(state, name, { gradient: grads[i] as Tensor, rates: inputs['rates'] as Tensor }),
    );
    return { state: Object.fromEntries(next), outputs: { loss: value } };
  };
}

function adam(
  state: Readonly<Record<string, Tensor>>,
  name: string,
  { gradient, rates }: { gradient: Tensor; rates: Tensor },
): [string, Tensor][] {
  const [value, m, v] = kinds.map((kind) => state[`${kind}/${name}`] as Tensor) as [Tensor, Tensor, Tensor];
  const [rate, correction1, correction2] = [0, 1, 2].map((i) => slice(rates, [i], [1])) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const moment1 = add(mul(m, BETA1), mul(gradient, 1 - BETA1));
  const moment2 = add(mul(v, BETA2), mul(square(gradient), 1 - BETA2));
  const root = add(sqrt(div(moment2, correction2)), EPSILON);
  const step = mul(rate, div(div(moment1, correction1), root));
  return [
    [`parameters/${name}`, sub(value, step)],
    [`moment1/${name}`, moment1],
    [`moment2/${name}`, moment2],
  ];
}
