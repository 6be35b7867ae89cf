// The heat-map network's parameters where a configuration needs them: highPassWeight above 0 wants masks of faces.
import { StarlabError, type RunConfig } from '@starlab/experiment';
import type { HostTensor } from '@starlab/models';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readWeightsFile } from './read-weights-file.ts';
import { recogniseWeights } from './recognise.ts';
import { weightKindTable } from './kinds.ts';

const pathIn = (weightsFolder: string): string => join(weightsFolder, weightKindTable.fan.file ?? '');

/**
 * Refuses what needs masks where nothing can make them.
 * @throws StarlabError when highPassWeight is above 0 and the heat-map network is not there.
 */
export function requireHeatMapNetwork(
  { highPassWeight }: Pick<RunConfig, 'highPassWeight'>,
  weightsFolder: string,
): void {
  if (highPassWeight === 0 || existsSync(pathIn(weightsFolder))) return;
  throw new StarlabError(
    `highPassWeight ${highPassWeight} needs masks of a heat-map network, which is not in ${weightsFolder}.`,
    {
      remedy:
        'Get it with `starlab weights fetch fan`, or train with --high-pass-weight 0, as the paper does on AFHQ.',
    },
  );
}

/**
 * Parameters of the heat-map network, or undefined where highPassWeight is 0 and none are needed.
 * @throws StarlabError when they are needed and missing or damaged.
 */
export async function heatMapNetworkFor(
  config: Pick<RunConfig, 'highPassWeight'>,
  weightsFolder: string,
): Promise<Readonly<Record<string, HostTensor>> | undefined> {
  requireHeatMapNetwork(config, weightsFolder);
  if (config.highPassWeight === 0) return undefined;
  const { tensors, name } = await readWeightsFile(pathIn(weightsFolder));
  return recogniseWeights(tensors, { who: name, as: 'fan' }).tensors;
}
