// Weights out of Starlab: any file of weights as safetensors, tensor for tensor, or a run's moving averages in the layout
// of the published checkpoints.
import { StarlabError } from '@starlab/experiment';
import {
  architectureOf,
  encodeSafetensors,
  encodeStoredTensors,
  publishedFilter,
  publishedShapes,
  type HostTensor,
} from '@starlab/models';
import { decodeCheckpoint } from '@starlab/trainer';
import { readFile, writeFile } from 'node:fs/promises';
import { averageWeights, stateArrays } from '../training/read-checkpoint.ts';
import { readWeightsFile } from './read-weights-file.ts';

/** Every tensor of `from` to the safetensors file `to`, of the same number type and with the same bits. */
export async function convertToSafetensors(from: string, to: string): Promise<number> {
  const { tensors, name, sha256 } = await readWeightsFile(from);
  await writeFile(to, encodeStoredTensors(tensors, { source: name, sourceSha256: sha256 }));
  return Object.keys(tensors).length;
}

/** The moving averages of a training checkpoint to the safetensors file `to`; names as `generator.from_rgb.weight`. */
export async function exportAverages(checkpoint: string, to: string): Promise<number> {
  const { config, domains, state, iteration } = decodeCheckpoint(await readFile(checkpoint));
  const architecture = architectureOf(config, domains.length);
  const averages = averageWeights(stateArrays(state));
  const filter = publishedFilter(architecture);
  const tensors = Object.entries(publishedShapes(architecture)).map(([name, shape]): [string, HostTensor] => {
    const data = averages[name.replace('.', '/')] ?? filter[name]?.data;
    if (!data)
      throw new StarlabError(`${checkpoint} has no average of ${name}.`, {
        remedy: 'Train on and export a later checkpoint.',
      });
    return [name, { shape, data }];
  });
  const metadata = { kind: 'stargan-v2', iteration: `${iteration}`, domains: JSON.stringify(domains) };
  await writeFile(to, encodeSafetensors(Object.fromEntries(tensors), metadata));
  return tensors.length;
}
