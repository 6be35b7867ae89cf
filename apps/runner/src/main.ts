// The command line: which commands there are. Each command is a file in commands/.
import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { describeFailure, EXIT_FAILURE } from './terminal/failure.ts';

/** Each is loaded when it is asked for: `starlab runs` need not wait for the compute engine. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).startCommand(),
  train: async () => (await import('./commands/train.ts')).trainCommand(),
  import: async () => (await import('./commands/import.ts')).importCommand(),
  worker: async () => (await import('./commands/worker.ts')).workerCommand(),
  eval: async () => (await import('./commands/eval.ts')).evalCommand(),
  sample: async () => (await import('./commands/sample.ts')).sampleCommand(),
  runs: async () => (await import('./commands/runs.ts')).runsCommand(),
  study: async () => (await import('./commands/study.ts')).studyCommand(),
  table: async () => (await import('./commands/table.ts')).tableCommand(),
  data: async () => (await import('./commands/data.ts')).dataCommand(),
  weights: async () => (await import('./commands/weights.ts')).weightsCommand(),
  token: async () => (await import('./commands/token.ts')).tokenCommand(),
  db: async () => (await import('./commands/db.ts')).dbCommand(),
  parity: async () => (await import('./commands/parity.ts')).parityCommand(),
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand(),
};

const TUTORIAL = `
First steps
  starlab start                          train and compare the demo study, with a dashboard
  starlab data check photos/             is this folder fit for training? (photos/{train,val}/<domain>/*)
  starlab train --data photos/ --image-size 64 --iterations 5000
  starlab train --resume                 go on with the run that was interrupted last
  starlab worker                         take the runs that wait in the queue, on any machine that reaches the database
  starlab runs                           what there is
  starlab eval RUN                       FID and LPIPS by the paper's protocol, per pair of domains
  starlab sample RUN --out grids/        sample grids as PNG
  starlab study run demo-ablation --seeds 3   the whole ablation, three seeds each
  starlab table --format latex           the ablation table, for a paper

RUN is a run's name, the beginning of its id, or "latest".
Starlab keeps everything in .starlab/ (or STARLAB_HOME) and uses DATABASE_URL if it is set.`;

/** With every command, unless the first argument names one. */
async function program(argv: readonly string[]): Promise<Command> {
  const command = new Command('starlab')
    .description(
      'Train, measure and compare diverse image-to-image translation (StarGAN v2 and its ablation).',
    )
    .version(manifest.version, '--version', 'print the version')
    .addHelpText('after', TUTORIAL)
    .showHelpAfterError('(starlab --help shows what there is)')
    .showSuggestionAfterError();
  const asked = commands[argv[2] ?? ''];
  for (const load of asked ? [asked] : Object.values(commands)) command.addCommand(await load());
  return command;
}

/** What writing to a pipe, or to a terminal, says when nobody is at its other end. */
const GONE: readonly (string | undefined)[] = ['EPIPE', 'EIO'];

/** A reader that has gone, as `head` has after ten lines and a closed terminal, ends neither a list nor a run. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!GONE.includes(error.code)) throw error;
    });
}

export async function main(argv: readonly string[]): Promise<void> {
  outliveReaders();
  try {
    await (await program(argv)).parseAsync(argv);
  } catch (error) {
    console.error(describeFailure(error));
    process.exitCode = EXIT_FAILURE;
  }
}
