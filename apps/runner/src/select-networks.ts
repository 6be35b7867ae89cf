// Which networks are meant, and the pictures to translate: those of a run, or weights trained elsewhere with a folder.
import { StarlabError, type RunConfig } from '@starlab/experiment';
import { domainsOfRun, openImageFolder, type ImageFolder } from '@starlab/data';
import type { RunDetail } from '@starlab/tracking';
import { basename, resolve } from 'node:path';
import type { Home } from './home.ts';
import { configOfWeights } from './sampling/read-networks.ts';
import { selectCheckpointedRun } from './select-run.ts';
import type { Session } from './session.ts';
import type { NetworkSource } from './threads/messages.ts';
import { requireHeatMapNetwork } from './weights/heat-map-network.ts';
import { findWeights } from './weights/stored-weights.ts';

export interface SelectedNetworks {
  readonly name: string;
  readonly config: RunConfig;
  readonly folder: ImageFolder;
  readonly networks: NetworkSource;
}

/**
 * The newest checkpoint of a run.
 * @throws StarlabError as `selectCheckpointedRun` does, or if its pictures are gone.
 */
export async function networksOfRun(
  session: Pick<Session, 'db' | 'home'>,
  { wanted, data }: { readonly wanted: string; readonly data: string | undefined },
): Promise<SelectedNetworks & { readonly run: RunDetail }> {
  const { run, checkpoint } = await selectCheckpointedRun(session, wanted);
  const whole = await openImageFolder(data === undefined ? run.dataset.path : resolve(data));
  return {
    run,
    name: run.name,
    config: run.config,
    folder: domainsOfRun(whole, run.config),
    networks: { kind: 'checkpoint', path: checkpoint },
  };
}

/**
 * StarGAN v2 weights trained elsewhere, by file or by their name in `.starlab/weights/`.
 * @throws StarlabError if there are none, or no folder of pictures with as many domains as they know.
 */
export async function networksOfWeights(
  home: Pick<Home, 'weights'>,
  { weights, data }: { readonly weights: string; readonly data: string | undefined },
): Promise<SelectedNetworks> {
  if (data === undefined)
    throw new StarlabError('Weights alone know no pictures: --data is missing.', {
      remedy: 'Give a folder with the domains they were trained on: --data DIR.',
    });
  const folder = await openImageFolder(resolve(data));
  const path = await findWeights(home.weights, weights);
  const config = await configOfWeights(path, folder.domains);
  requireHeatMapNetwork(config, home.weights);
  return { name: basename(path), config, folder, networks: { kind: 'weights', path } };
}
