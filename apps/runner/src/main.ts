// The command line: which commands there are. Each command is a file in commands/.
import { Command } from 'commander';
import { describeFailure, EXIT_FAILURE } from './terminal/failure.ts';
import { dataCommand } from './commands/data.ts';
import { dbCommand } from './commands/db.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evalCommand } from './commands/eval.ts';
import { runsCommand } from './commands/runs.ts';
import { sampleCommand } from './commands/sample.ts';
import { startCommand } from './commands/start.ts';
import { tableCommand } from './commands/table.ts';
import { trainCommand } from './commands/train.ts';

const TUTORIAL = `
First steps
  starlab start                          train and compare the demo study, with a dashboard
  starlab data check photos/             is this folder fit for training? (photos/{train,val}/<domain>/*)
  starlab train --data photos/ --image-size 64 --iterations 5000
  starlab train --resume                 go on with the run that was interrupted last
  starlab runs                           what there is
  starlab eval RUN                       FID and LPIPS by the paper's protocol, per pair of domains
  starlab sample RUN --out grids/        sample grids as PNG
  starlab table --format latex           the ablation table, for a paper

RUN is a run's name, the beginning of its id, or "latest".
Starlab keeps everything in .starlab/ (or STARLAB_HOME) and uses DATABASE_URL if it is set.`;

function program(): Command {
  const command = new Command('starlab')
    .description(
      'Train, measure and compare diverse image-to-image translation (StarGAN v2 and its ablation).',
    )
    .addHelpText('after', TUTORIAL)
    .showHelpAfterError('(starlab --help shows what there is)')
    .showSuggestionAfterError();
  for (const subcommand of [
    startCommand(),
    trainCommand(),
    evalCommand(),
    sampleCommand(),
    runsCommand(),
    tableCommand(),
    dataCommand(),
    dbCommand(),
    doctorCommand(),
  ]) {
    command.addCommand(subcommand);
  }
  return command;
}

export async function main(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv);
  } catch (error) {
    console.error(describeFailure(error));
    process.exitCode = EXIT_FAILURE;
  }
}
