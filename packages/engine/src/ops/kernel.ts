// How an operation of ours enters tfjs: a kernel name, a gradient, and the same function composed of plain tfjs operations,
// which becomes the kernel of whichever eager backend is active. The tracing backend brings kernels of its own.
import {
  engine,
  getBackend,
  getKernel,
  registerGradient,
  registerKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Gradients by input name; an input that was not given may be named and is ignored. */
type InputGradients = Record<string, () => Tensor>;

interface Operation<Attributes extends NamedAttrMap> {
  readonly name: string;
  readonly compose: (inputs: NamedTensorMap, attributes: Attributes) => Tensor | Tensor[];
  /** Names of inputs handed to `gradient` first in `saved`. */
  readonly saveInputs?: string[];
  /** Which outputs follow them in `saved`. */
  readonly saveOutputs?: boolean[];
  /** Absent: for inference only; differentiating through it is an error that tfjs reports by kernel name. */
  readonly gradient?: (dys: Tensor[], saved: Tensor[], attributes: Attributes) => InputGradients;
}

/**
 * Declares an operation and returns the function that runs it on the active backend.
 *
 * The gradient is registered at once, because tfjs looks it up in a global table and never asks us; the kernel only when
 * the operation first runs on a backend, so that importing this package starts no backend.
 */
export function defineOperation<Attributes extends NamedAttrMap>(
  operation: Operation<Attributes>,
): (inputs: NamedTensorMap, attributes: Attributes) => Tensor[] {
  const { name, compose, gradient } = operation;
  if (gradient)
    registerGradient({
      kernelName: name,
      ...(operation.saveInputs && { inputsToSave: operation.saveInputs }),
      ...(operation.saveOutputs && { outputsToSave: operation.saveOutputs }),
      gradFunc: (dy, saved, attributes) =>
        gradient(Array.isArray(dy) ? dy : [dy], saved, attributes as Attributes),
    });
  return (inputs, attributes) => {
    const backendName = getBackend();
    if (!getKernel(name, backendName))
      registerKernel({
        kernelName: name,
        backendName,
        kernelFunc: (given) => compose(given.inputs as NamedTensorMap, given.attrs as Attributes),
      });
    const result = engine().runKernel<Tensor | Tensor[]>(name, inputs, attributes);
    return Array.isArray(result) ? result : [result];
  };
}

/** The only output of an operation, or the first. */
export function firstOutput(outputs: readonly Tensor[]): Tensor {
  const [output] = outputs;
  if (!output) throw new Error('The kernel returned no tensor.');
  return output;
}
