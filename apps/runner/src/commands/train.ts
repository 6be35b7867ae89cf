// `starlab train`: one run on a folder of images, or the rest of an interrupted one.
import {
  configKeys,
  modeSchema,
  runName,
  StarlabError,
  type RunConfig,
  type RunState,
} from '@starlab/experiment';
import { domainsOfRun, openImageFolder } from '@starlab/data';
import { createStudy, enqueueRun, getRun, listRuns, type RunDetail } from '@starlab/tracking';
import { Command, Option } from 'commander';
import { basename, resolve } from 'node:path';
import { addConfigOptions, configFromOptions, flagOf } from '../config-options.ts';
import { meansText } from '../evaluation/evaluation-text.ts';
import { executeRun } from '../execution/execute-run.ts';
import { registerRun } from '../execution/register-run.ts';
import { requireHeatMapNetwork } from '../weights/heat-map-network.ts';
import { interruptSignal } from '../interrupt.ts';
import { checkOwn, newestFirst, selectRun } from '../select-run.ts';
import { withSession, type Session } from '../session.ts';
import { EXIT_INTERRUPTED } from '../terminal/failure.ts';
import { progressArea } from '../terminal/progress.ts';
import {
  addDeviceOptions,
  addFeatureOption,
  deviceChoice,
  type DeviceOptions,
  type FeatureOptions,
} from './run-options.ts';

interface TrainOptions extends DeviceOptions, FeatureOptions, Record<string, unknown> {
  readonly data?: string;
  readonly name?: string;
  readonly study?: string;
  readonly resume?: string | true;
  readonly evaluate: boolean;
  readonly queue?: boolean;
}

const given = (options: TrainOptions, keys: readonly string[]): string =>
  keys
    .filter((key) => options[key] !== undefined)
    .map((key) => `--${flagOf(key)}`)
    .join(', ');

/** @throws StarlabError naming options that would change nothing: who gives one expects that it does. */
function checkOptions(options: TrainOptions): void {
  const ofNewRuns = given(options, ['data', 'name', 'study', 'config', ...configKeys]);
  if (options.resume && ofNewRuns) {
    throw new StarlabError(
      `--resume goes on with a run as it was begun, so ${ofNewRuns} would change nothing.`,
      {
        remedy: 'Leave out what is said of the run already, or begin another: `starlab train --data DIR`.',
      },
    );
  }
  const ofTrainingHere = [
    ...(options.evaluate ? [] : ['--no-evaluate']),
    ...(options.device === 'auto' ? [] : ['--device']),
    ...(options.threads === undefined ? [] : ['--threads']),
    ...(options.features === 'auto' ? [] : ['--features']),
  ];
  if (options.queue && ofTrainingHere.length > 0) {
    throw new StarlabError(
      `--queue leaves the run to a worker, so ${ofTrainingHere.join(', ')} would change nothing.`,
      {
        remedy:
          'Leave it out. A worker has a device, threads and features of its own, and evaluates every run.',
      },
    );
  }
}

interface PreparedRun {
  readonly runId: RunDetail['id'];
  readonly name: string;
  readonly config: RunConfig;
  readonly dataRoot: string;
}

async function newRun(session: Session, options: TrainOptions): Promise<PreparedRun> {
  if (!options.data) {
    throw new StarlabError('Which images? --data is missing.', {
      remedy: 'Give a folder: `starlab train --data DIR`, or go on with a run: `starlab train --resume`.',
    });
  }
  const config = configFromOptions(options, {});
  requireHeatMapNetwork(config, session.home.weights);
  const folder = await openImageFolder(resolve(options.data));
  const { domains } = domainsOfRun(folder, config);
  const studyName = options.study ?? basename(folder.root);
  const studyId = await createStudy(session.db, {
    name: studyName,
    dataset: folder.root,
    domains: folder.domains,
    base: config,
  });
  const name = options.name ?? runName(config);
  const runId = await registerRun(session.db, {
    studyId,
    name,
    config,
    folder,
    domains,
    home: session.home.root,
  });
  return { runId, name, config, dataRoot: folder.root };
}

async function interruptedRun(session: Session, wanted: string | true): Promise<PreparedRun> {
  const id = wanted === true ? await newestInterrupted(session) : (await selectRun(session.db, wanted)).id;
  const run = await getRun(session.db, id);
  if (!run) throw new StarlabError(`Run ${id} is gone.`, { remedy: '`starlab runs` lists what there is.' });
  if (run.state === 'finished') {
    throw new StarlabError(`Run ${run.name} has finished; there is nothing to resume.`, {
      remedy: 'Start another: `starlab train --data DIR`. Measure it again: `starlab eval`.',
    });
  }
  return { runId: run.id, name: run.name, config: checkOwn(run).config, dataRoot: run.dataset.path };
}

/** Not those that wait for a worker, or that another process trains at this moment. */
const INTERRUPTED: readonly RunState[] = ['crashed', 'failed', 'killed'];

async function newestInterrupted({ db }: Session): Promise<RunDetail['id']> {
  const runs = newestFirst(await listRuns(db, {}));
  const run = runs.find(({ state, kind }) => INTERRUPTED.includes(state) && kind === 'starlab');
  if (!run) {
    throw new StarlabError('No run was interrupted.', {
      remedy:
        'Start one: `starlab train --data DIR`. `starlab runs` lists those that wait for a worker or are running; one whose machine is gone counts as interrupted after 30 s.',
    });
  }
  return run.id;
}

const prepareRun = (session: Session, options: TrainOptions): Promise<PreparedRun> =>
  options.resume ? interruptedRun(session, options.resume) : newRun(session, options);

/** Leaves the run to a worker. */
async function queue(session: Session, options: TrainOptions): Promise<void> {
  const { runId, name } = await prepareRun(session, options);
  await enqueueRun(session.db, runId);
  console.error(`run ${name} (${runId}) waits in the queue; \`starlab worker\` takes it`);
}

async function train(options: TrainOptions): Promise<void> {
  checkOptions(options);
  const device = deviceChoice(options);
  if (options.queue) return withSession((session) => queue(session, options));
  const end = await withSession(async (session) => {
    const prepared = await prepareRun(session, options);
    const progress = progressArea();
    const signal = interruptSignal(() => {
      progress.note('Stopping at a safe point; once more to stop at once.');
    });
    console.error(`run ${prepared.name} (${prepared.runId})`);
    return executeRun(session, {
      ...prepared,
      progress,
      device,
      features: options.features,
      modes: options.evaluate ? modeSchema.options : [],
      signal,
    });
  });
  if (end.outcome === 'stopped') {
    console.error('Stopped. `starlab train --resume` goes on from here.');
    process.exitCode = EXIT_INTERRUPTED;
  } else if (end.evaluations.length > 0) console.log(meansText(end.evaluations));
}

export function trainCommand(): Command {
  const command = new Command('train')
    .description('train on a folder of images, then measure FID and LPIPS')
    .option('--data <dir>', 'DIR/{train,val}/<domain>/*.{png,jpg,jpeg,webp}')
    .option('--name <name>', 'of the run (default: its configuration and seed)')
    .option('--study <name>', 'the study it belongs to (default: the folder’s name)')
    .addOption(
      new Option('--resume [run]', 'go on with an unfinished run (default: the newest that was interrupted)'),
    )
    .option('--no-evaluate', 'train only')
    .option('--queue', 'leave it to a worker (`starlab worker`) instead of training here');
  addFeatureOption(addDeviceOptions(command));
  return addConfigOptions(command).action(train);
}
