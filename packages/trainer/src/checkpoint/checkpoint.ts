// A checkpoint: the whole training state as safetensors, and in its metadata the iteration, the resolved configuration
// and the domains. Randomness is a function of (seed, iteration), so this is all that a bit-exact resume needs.
import { configDifference, resolveConfig, StarlabError, type RunConfig } from '@starlab/experiment';
import {
  architectureOf,
  checkShapes,
  decodeSafetensors,
  encodeSafetensors,
  ShapeError,
  type HostTensor,
} from '@starlab/models';
import { z } from 'zod';
import { stateShapes } from '../state/state-shapes.ts';

/** Bytes that are not a checkpoint, or one that does not fit the run. */
export class CheckpointError extends StarlabError {
  override readonly name = 'CheckpointError';
}

const FORMAT = 'starlab-checkpoint';
const VERSION = '1';

const metadataSchema = z.object({
  format: z.literal(FORMAT),
  version: z.string(),
  iteration: z.coerce.number().int().min(0),
  config: z.string(),
  domains: z.string(),
});
const domainsSchema = z.array(z.string()).min(1);

export interface Checkpoint {
  /** Iterations finished; the next one to run has this number. */
  readonly iteration: number;
  readonly config: RunConfig;
  /** Domain names in the order of their indices. */
  readonly domains: readonly string[];
  /** Every tensor of the state, by flat name. */
  readonly state: Readonly<Record<string, HostTensor>>;
}

/** The bytes of a checkpoint of `state`, as `Program.readState` gives it. */
export function encodeCheckpoint(
  checkpoint: Omit<Checkpoint, 'state'> & { readonly state: Readonly<Record<string, Float32Array>> },
): Uint8Array {
  const { iteration, config, domains, state } = checkpoint;
  const shapes = stateShapes(config, architectureOf(config, domains.length));
  const tensors = Object.entries(shapes).map(([name, shape]): [string, HostTensor] => {
    const data = state[name];
    if (!data) throw new RangeError(`checkpoint: the state has no ${name}`);
    return [name, { shape, data }];
  });
  return encodeSafetensors(Object.fromEntries(tensors), {
    format: FORMAT,
    version: VERSION,
    iteration: `${iteration}`,
    config: JSON.stringify(config),
    domains: JSON.stringify(domains),
  });
}

function readMetadata(metadata: Readonly<Record<string, string>>): Omit<Checkpoint, 'state'> {
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success)
    throw new CheckpointError('The file is not a checkpoint: its metadata lacks what a checkpoint has.', {
      remedy: 'Give a file that training wrote; weights alone cannot be resumed.',
      cause: parsed.error,
    });
  const { version, iteration, config, domains } = parsed.data;
  if (version !== VERSION)
    throw new CheckpointError(`The checkpoint is of version ${version}; this program reads ${VERSION}.`, {
      remedy: 'Resume it with the version of Starlab that wrote it.',
    });
  return {
    iteration,
    config: resolveConfig(JSON.parse(config)),
    domains: domainsSchema.parse(JSON.parse(domains)),
  };
}

/** What a run expects of a checkpoint it resumes. */
export interface ExpectedRun {
  readonly config: RunConfig;
  readonly domains: readonly string[];
}

function checkState(checkpoint: Checkpoint, { config, domains }: ExpectedRun): void {
  const shapes = stateShapes(config, architectureOf(config, domains.length));
  try {
    checkShapes(shapes, checkpoint.state, 'checkpoint of another shape');
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const differences = configDifference(checkpoint.config, config)
      .map(({ key, from, to }) => `${key} ${String(from)} where the run has ${String(to)}`)
      .concat(
        checkpoint.domains.length === domains.length
          ? []
          : [`${checkpoint.domains.length} domains where the run has ${domains.length}`],
      );
    const because = differences.length > 0 ? ` The checkpoint has ${differences.join(', ')}.` : '';
    throw new CheckpointError(`${error.message}${because}`, {
      remedy:
        'Resume with the configuration and domains the checkpoint was trained with, or start a new run.',
      cause: error,
    });
  }
}

/**
 * Reads a checkpoint and holds its tensors against `expected`, or, without it, against its own configuration.
 * @throws SafetensorsError when the bytes are damaged.
 * @throws CheckpointError when they are no checkpoint, or one of other shapes or domains than expected.
 */
export function decodeCheckpoint(bytes: Uint8Array, expected?: ExpectedRun): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const checkpoint = { ...readMetadata(metadata), state: tensors };
  checkState(checkpoint, expected ?? checkpoint);
  if (expected && expected.domains.join('\n') !== checkpoint.domains.join('\n'))
    throw new CheckpointError(
      `The checkpoint's domains are ${checkpoint.domains.join(', ')}; the run's are ${expected.domains.join(', ')}.`,
      { remedy: 'Use the data set the checkpoint was trained on: its domain folders, under the same names.' },
    );
  return checkpoint;
}
