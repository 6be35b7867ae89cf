// A checkpoint from disk, and the weights that samples and evaluations take from it.
import { StarlabError } from '@starlab/experiment';
import type { Architecture } from '@starlab/models';
import {
  averageParameters,
  decodeCheckpoint,
  type Checkpoint,
  translatingNetworks,
  type ExpectedRun,
} from '@starlab/trainer';
import { readFileSync } from 'node:fs';
import type { TranslatorWeights } from '../sampling/translator.ts';

/** @throws StarlabError naming the file, if it is missing, damaged, or of another shape than `expected`. */
export function readCheckpoint(path: string, expected: ExpectedRun): Checkpoint {
  try {
    return decodeCheckpoint(readFileSync(path), expected);
  } catch (cause) {
    if (cause instanceof StarlabError)
      throw new StarlabError(`${path}: ${cause.message}`, { remedy: cause.remedy, cause });
    throw cause;
  }
}

/** The parameters that translate, as `network/name`, out of a state keyed as the trainer keeps it. */
export function translatingWeights(
  state: Readonly<Record<string, Float32Array>>,
  architecture: Architecture,
): TranslatorWeights {
  const named = translatingNetworks(architecture).flatMap((network) =>
    Object.entries(averageParameters(state, network)).map(
      ([name, data]) => [`${network}/${name}`, data] as const,
    ),
  );
  return Object.fromEntries(named);
}

/** The arrays of a checkpoint's state, without their shapes. */
export function stateArrays(state: Checkpoint['state']): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(state).map(([name, { data }]) => [name, data]));
}
