// Engine thread that draws the sample grids of one checkpoint.
import { architectureOf } from '@starlab/models';
import { openChosenDevice } from '../threads/chosen-device.ts';
import { jobOf, runThread, say } from '../threads/thread-side.ts';
import { heatMapNetworkFor } from '../weights/heat-map-network.ts';
import { readNetworks } from './read-networks.ts';
import { drawSampleGrids } from './sample-grids.ts';
import { openTranslator } from './translator.ts';

await runThread(async () => {
  const { config, domains, networks, device: choice, samples, seed, weightsFolder } = jobOf('sampling');
  const { iteration, weights } = await readNetworks(networks, { config, domains });
  const device = await openChosenDevice(choice);
  const architecture = architectureOf(config, domains.length);
  const translator = await openTranslator(device, {
    architecture,
    batchSize: samples.count,
    weights,
    latentDimension: config.latentDimension,
    fixedWeights: false,
    heatMapNetwork: await heatMapNetworkFor(config, weightsFolder),
  });
  const grids = await drawSampleGrids(
    { translator, samples, config, domainCount: domains.length, seed },
    iteration,
  );
  for (const grid of grids) say({ type: 'grid', grid });
  await translator.dispose();
  return { type: 'done', outcome: 'finished', iteration };
});
