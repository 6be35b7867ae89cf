// `starlab sample`: sample grids of a run's newest checkpoint, or of weights trained elsewhere, as PNG files.
import { encodePng } from '@starlab/data';
import { Argument, Command } from 'commander';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openHome } from '../home.ts';
import { sampleInputs } from '../sampling/sample-inputs.ts';
import { networksOfRun, networksOfWeights } from '../select-networks.ts';
import { withSession } from '../session.ts';
import { startEngineThread } from '../threads/engine-thread.ts';
import type { SampleGrid } from '../threads/messages.ts';
import {
  addDeviceOptions,
  addWeightsOption,
  deviceChoice,
  wholeNumber,
  type DeviceOptions,
} from './run-options.ts';

interface SampleOptions extends DeviceOptions {
  readonly out: string;
  readonly data?: string;
  readonly weights?: string;
  readonly seed: string;
}

async function writeGrid(folder: string, { key, step, rgb, width, height }: SampleGrid): Promise<void> {
  const path = join(folder, `${String(step).padStart(6, '0')}_${key}.png`);
  await writeFile(path, await encodePng(rgb, width, height));
  console.log(path);
}

async function sample(wanted: string, { data, weights, ...options }: SampleOptions): Promise<void> {
  const seed = wholeNumber('--seed', options.seed, { least: 0, most: 0xffffffff });
  const device = deviceChoice(options);
  const home = openHome();
  const { config, folder, networks } =
    weights === undefined
      ? await withSession((session) => networksOfRun(session, { wanted, data }))
      : await networksOfWeights(home, { weights, data });
  const out = resolve(options.out);
  await mkdir(out, { recursive: true });
  const job = {
    kind: 'sampling',
    config,
    domains: folder.domains,
    networks,
    weightsFolder: home.weights,
    device,
    samples: await sampleInputs(folder, config.imageSize),
    seed,
  } as const;
  await startEngineThread(job, async (message) => {
    if (message.type === 'grid') await writeGrid(out, message.grid);
  }).done;
}

export function sampleCommand(): Command {
  const command = new Command('sample')
    .description('draw sample grids: latent-guided, reference-guided, cycle')
    .addArgument(new Argument('[run]', 'name, beginning of the id, or latest').default('latest'))
    .option('--out <dir>', 'folder for the PNG files', 'samples')
    .option('--data <dir>', 'take sources and references from here')
    .option('--seed <n>', 'of the latents', '777');
  return addDeviceOptions(addWeightsOption(command)).action(sample);
}
