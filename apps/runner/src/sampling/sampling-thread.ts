// Engine thread that draws the sample grids of one checkpoint.
import { openDevice } from '@starlab/engine';
import { architectureOf } from '@starlab/models';
import { runThread, say, jobOf } from '../threads/thread-side.ts';
import { readCheckpoint } from '../training/read-checkpoint.ts';
import { deviceNameOf } from '../threads/device-name.ts';
import { drawSampleGrids } from './sample-grids.ts';
import { openTranslator } from './translator.ts';

await runThread(async () => {
  const { checkpoint, device: choice, samples, seed } = jobOf('sampling');
  const { config, domains, iteration, averages } = readCheckpoint(checkpoint);
  const architecture = architectureOf(config, domains.length);
  const device = await openDevice(
    deviceNameOf(choice.device),
    choice.threads ? { threads: choice.threads } : {},
  );
  const translator = await openTranslator(device, {
    architecture,
    batchSize: samples.count,
    weights: averages,
  });
  const options = {
    translator,
    samples,
    imageSize: config.imageSize,
    latentDimension: config.latentDimension,
    domainCount: domains.length,
    seed,
  };
  for (const grid of await drawSampleGrids(options, iteration)) say({ type: 'grid', grid });
  await translator.dispose();
  return { type: 'done', outcome: 'finished', iteration };
});
