// The tensors in a tree of containers, under the path that leads to each: {"generator": {"to_rgb.0.weight": …}} gives
// generator.to_rgb.0.weight. Whatever is not a tensor (epochs, options) is passed over.
import type { PickleValue } from './globals.ts';
import { PyTorchFileError } from './pytorch-error.ts';
import { TensorView } from './tensor-view.ts';

// A container can contain itself, or itself twice at every level: neither may be walked for ever.
const MAX_DEPTH = 32;
const MAX_VISITS = 2_000_000;
const MAX_NAME = 1024;

type Container = Map<PickleValue, PickleValue> | PickleValue[];

/** @throws PyTorchFileError when two tensors have one name, or the tree is too deep or too large to be one of weights. */
export function namedTensors(root: PickleValue): ReadonlyMap<string, TensorView> {
  const found = new Map<string, TensorView>();
  let visits = 0;

  const add = (name: string, tensor: TensorView): void => {
    if (name.length > MAX_NAME) throw new PyTorchFileError(`a tensor’s name has ${name.length} characters`);
    if (found.has(name)) throw new PyTorchFileError(`two tensors are called ${name}`);
    found.set(name, tensor);
  };
  const walk = (container: Container, path: readonly string[]): void => {
    visits += container instanceof Map ? container.size : container.length;
    if (visits > MAX_VISITS || path.length > MAX_DEPTH)
      throw new PyTorchFileError('its containers are nested too deeply or too often');
    for (const [key, child] of container.entries()) {
      if (typeof key !== 'string' && typeof key !== 'number') continue;
      const childPath = [...path, String(key)];
      if (child instanceof TensorView) add(childPath.join('.'), child);
      else if (child instanceof Map || Array.isArray(child)) walk(child, childPath);
    }
  };
  if (root instanceof Map || Array.isArray(root)) walk(root, []);
  return found;
}
