// Engine thread that trains: compiles the iteration, runs the trainer's loop, writes checkpoints, draws sample grids.
import { architectureOf } from '@starlab/models';
import { compileTraining, train } from '@starlab/trainer';
import { drawSampleGrids } from '../sampling/sample-grids.ts';
import { openTranslator, type Translator } from '../sampling/translator.ts';
import { keptModels } from '../bundling/kept-models.ts';
import { openChosenDevice } from '../threads/chosen-device.ts';
import { incomingBatches, jobOf, runThread, say } from '../threads/thread-side.ts';
import { heatMapNetworkFor } from '../weights/heat-map-network.ts';
import { saveCheckpoint } from './checkpoint-files.ts';
import { drawInitialState } from './initial-state.ts';
import { translatingWeights, readCheckpoint } from './read-checkpoint.ts';

/** Every run of a study shows the same latents. */
const SAMPLE_SEED = 777;

await runThread(async () => {
  const job = jobOf('training');
  const { config, domains, samples } = job;
  const architecture = architectureOf(config, domains.length);
  const batches = incomingBatches();
  const startedAt = performance.now();
  const resumed = job.resumeFrom ? readCheckpoint(job.resumeFrom, { config, domains }) : undefined;
  const startIteration = resumed?.iteration ?? 0;
  const state = resumed?.state ?? drawInitialState({ config, domainCount: domains.length });
  const device = await openChosenDevice(job.device, keptModels());
  const heatMapNetwork = await heatMapNetworkFor(config, job.weightsFolder);
  const program = await compileTraining(device, {
    config,
    architecture,
    state,
    heatMapNetwork,
  });
  const compileSeconds = (performance.now() - startedAt) / 1000;
  say({ type: 'started', device: device.description, compileSeconds, iteration: startIteration });

  let translator: Translator | undefined;
  const drawSamples = async (step: number): Promise<void> => {
    const weights = translatingWeights(await program.readState(), architecture);
    if (translator) translator.setWeights(weights);
    else
      translator = await openTranslator(device, {
        architecture,
        batchSize: samples.count,
        latentDimension: config.latentDimension,
        weights,
        fixedWeights: false,
        heatMapNetwork,
      });
    const grids = await drawSampleGrids(
      { translator, samples, config, domainCount: domains.length, seed: SAMPLE_SEED },
      step,
    );
    for (const grid of grids) say({ type: 'grid', grid });
  };

  const outcome = await train({
    config,
    domains,
    program,
    masks: heatMapNetwork ? 'made' : 'given',
    batches,
    startIteration,
    signal: batches.stop,
    log: {
      log: (values, { step }) => {
        say({ type: 'log', step, values: { ...values } });
      },
    },
    checkpoints: {
      save: (bytes, { step }) => {
        say({ type: 'checkpoint', record: saveCheckpoint(job.checkpointFolder, step, bytes) });
      },
    },
    onSamples: drawSamples,
    onProgress: (progress) => {
      say({ type: 'progress', ...progress });
    },
  });
  await translator?.dispose();
  await program.dispose();
  return { type: 'done', ...outcome };
});
