// `starlab worker`: executes the runs that wait in the queue, on any machine that reaches the database.
import { Command } from 'commander';
import { interruptSignal } from '../interrupt.ts';
import { workQueue } from '../queue/work-queue.ts';
import { withSession } from '../session.ts';
import { progressArea } from '../terminal/progress.ts';
import {
  addDeviceOptions,
  addFeatureOption,
  deviceChoice,
  wholeNumber,
  type DeviceOptions,
  type FeatureOptions,
} from './run-options.ts';

interface WorkerOptions extends DeviceOptions, FeatureOptions {
  readonly name?: string;
  readonly once?: boolean;
  readonly concurrency: string;
}

async function work(options: WorkerOptions): Promise<void> {
  const concurrency = wholeNumber('--concurrency', options.concurrency, { least: 1 });
  const progress = progressArea();
  const signal = interruptSignal(() => {
    progress.note('Stopping: runs go back into the queue at a checkpoint; once more to stop at once.');
  }, 'its worker was stopped');
  await withSession(async (session) => {
    if (!options.once) progress.note('Waiting for runs; Ctrl-C ends.');
    await workQueue(session, {
      name: options.name,
      device: deviceChoice(options),
      features: options.features,
      concurrency,
      once: options.once ?? false,
      progress,
      signal,
    });
  });
}

export function workerCommand(): Command {
  const command = new Command('worker')
    .description('take runs from the queue and execute them, until Ctrl-C')
    .option('--once', 'end when no run waits')
    .option('--concurrency <n>', 'how many runs at once', '1')
    .option('--name <name>', 'shown on the queue page (default: host and process number)')
    .addHelpText(
      'after',
      '\nOn another machine set DATABASE_URL, and STARLAB_HOME to a folder that both share: checkpoints and samples lie there.' +
        '\nA run’s data set must have the same path on it.',
    );
  return addFeatureOption(addDeviceOptions(command)).action(work);
}
