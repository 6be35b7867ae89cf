// Weights out of Starlab: any file of weights as safetensors, tensor for tensor, or a run's moving averages in the layout
// of the published checkpoints.
import {
  architectureOf,
  encodeSafetensors,
  encodeStoredTensors,
  networkShapes,
  publishedFilter,
  type HostTensor,
} from '@starlab/models';
import { decodeCheckpoint } from '@starlab/trainer';
import { readFile, writeFile } from 'node:fs/promises';
import { stateArrays, translatingWeights } from '../training/read-checkpoint.ts';
import { readWeightsFile } from './read-weights-file.ts';

/** Every tensor of `from` to the safetensors file `to`, of the same number type and with the same bits. */
export async function convertToSafetensors(from: string, to: string): Promise<number> {
  const { tensors, name, sha256 } = await readWeightsFile(from);
  await writeFile(to, encodeStoredTensors(tensors, { source: name, sourceSha256: sha256 }));
  return Object.keys(tensors).length;
}

/**
 * What a training checkpoint translates with (its moving averages, where it keeps any) to the safetensors file `to`; names as
 * `generator.from_rgb.weight`.
 */
export async function exportAverages(checkpoint: string, to: string): Promise<number> {
  const { config, domains, state, iteration } = decodeCheckpoint(await readFile(checkpoint));
  const architecture = architectureOf(config, domains.length);
  const shapes = networkShapes(architecture);
  const tensors: Record<string, HostTensor> = {};
  for (const [name, data] of Object.entries(translatingWeights(stateArrays(state), architecture))) {
    const [network = '', ...parameter] = name.split('/');
    const shape = shapes[network]?.[parameter.join('/')];
    if (!shape) throw new RangeError(`${checkpoint} has a ${name} that its architecture lacks`);
    tensors[name.replace('/', '.')] = { shape, data };
  }
  if (architecture.method === 'stargan-v2') Object.assign(tensors, publishedFilter(architecture));
  const metadata = { kind: config.method, iteration: `${iteration}`, domains: JSON.stringify(domains) };
  await writeFile(to, encodeSafetensors(tensors, metadata));
  return Object.keys(tensors).length;
}
