// The networks that samples and evaluations translate with: a training checkpoint's moving averages, or weights trained
// elsewhere.
import { resolveConfig, StarlabError, type RunConfig } from '@starlab/experiment';
import {
  architectureOf,
  publishedArchitecture,
  type HostTensor,
  type StarganV2Architecture,
} from '@starlab/models';
import type { ExpectedRun } from '@starlab/trainer';
import { basename } from 'node:path';
import { z } from 'zod';
import type { NetworkSource } from '../threads/messages.ts';
import { readCheckpoint, stateArrays, translatingWeights } from '../training/read-checkpoint.ts';
import { readWeightsFile } from '../weights/read-weights-file.ts';
import { recogniseWeights } from '../weights/recognise.ts';
import type { TranslatorWeights } from './translator.ts';

export interface TranslatingNetworks {
  /** Iterations they were trained for; 0 where nobody says. */
  readonly iteration: number;
  readonly weights: TranslatorWeights;
}

interface PublishedWeights extends TranslatingNetworks {
  readonly architecture: StarganV2Architecture;
  /** Where the file says. */
  readonly domains?: readonly string[];
}

const metadataSchema = z.object({
  iteration: z.coerce.number().int().min(0).catch(0),
  domains: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.string()))
    .optional()
    .catch(undefined),
});

/** `network/name` of `network.name`, as the translator wants it. */
function translatorWeights(tensors: Readonly<Record<string, HostTensor>>): TranslatorWeights {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data }]) => [name.replace('.', '/'), data] as const),
  );
}

async function readPublished(path: string): Promise<PublishedWeights> {
  const file = await readWeightsFile(path);
  const { tensors } = recogniseWeights(file.tensors, { who: file.name, as: 'stargan-v2' });
  const { iteration, domains } = metadataSchema.parse(file.metadata);
  return {
    architecture: publishedArchitecture(tensors),
    weights: translatorWeights(tensors),
    iteration,
    ...(domains && { domains }),
  };
}

/** @throws StarlabError naming the file, when it is missing, damaged, or of another shape than `expected`. */
export async function readNetworks(
  { kind, path }: NetworkSource,
  expected: ExpectedRun,
): Promise<TranslatingNetworks> {
  switch (kind) {
    case 'checkpoint': {
      const { iteration, state } = readCheckpoint(path, expected);
      const architecture = architectureOf(expected.config, expected.domains.length);
      return { iteration, weights: translatingWeights(stateArrays(state), architecture) };
    }
    case 'weights':
      return readPublished(path);
    default:
      return kind satisfies never;
  }
}

/**
 * The configuration under which weights from `path` translate pictures of `domains`; what they were trained with beyond
 * their architecture they do not say.
 * @throws StarlabError when they are no StarGAN v2 networks, or were trained on other domains.
 */
export async function configOfWeights(path: string, domains: readonly string[]): Promise<RunConfig> {
  const { architecture, domains: trained } = await readPublished(path);
  const { domainCount, ...sizes } = architecture;
  if (domainCount !== domains.length || (trained && trained.join('\n') !== domains.join('\n')))
    throw new StarlabError(
      `${basename(path)} was trained on ${domainCount} domains${trained ? ` (${trained.join(', ')})` : ''}; the folder has ${domains.length} (${domains.join(', ')}).`,
      { remedy: 'Give a folder with the same domains: their order is that of their names.' },
    );
  return resolveConfig(sizes);
}
