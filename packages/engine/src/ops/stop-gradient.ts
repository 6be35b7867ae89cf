// A value that differentiation does not see through. Running the Identity kernel beside the tape cuts the path itself, so no
// zeros travel through the network that made the value.
import { backend, engine, getBackend, getKernel, Identity, type Tensor } from '@tensorflow/tfjs-core';

/** `x`, as a constant to every derivative. */
export function stopGradient<T extends Tensor>(x: T): T {
  const identity = getKernel(Identity, getBackend());
  if (!identity) throw new Error(`Backend '${getBackend()}' has no Identity kernel.`);
  const value = identity.kernelFunc({ inputs: { x }, backend: backend(), attrs: {} });
  if (Array.isArray(value)) throw new Error('The Identity kernel returned several tensors.');
  return engine().makeTensorFromTensorInfo(value) as T;
}
