// `starlab eval`: FID and LPIPS of a run's newest checkpoint, by the paper's protocol.
import { metricLabel, modeSchema, type Evaluation, type Mode } from '@starlab/experiment';
import { openImageFolder } from '@starlab/data';
import { recordEvaluation } from '@starlab/tracking';
import { Argument, Command, Option } from 'commander';
import { resolve } from 'node:path';
import { evaluationPhase } from '../evaluation/evaluation-phase.ts';
import { selectCheckpointedRun } from '../select-run.ts';
import { withSession } from '../session.ts';
import { progressArea } from '../terminal/progress.ts';
import { formatTable } from '../terminal/text-table.ts';
import {
  addDeviceOptions,
  addFeatureOption,
  deviceChoice,
  type DeviceOptions,
  type FeatureOptions,
} from './run-options.ts';

interface EvalOptions extends DeviceOptions, FeatureOptions {
  readonly data?: string;
  readonly mode: Mode | 'both';
  readonly json?: boolean;
}

export function evaluationText(evaluations: readonly Evaluation[]): string {
  return evaluations
    .map((evaluation) => {
      const digits = evaluation.metric === 'fid' ? 2 : 4;
      const rows = [
        ...evaluation.tasks.map(({ source, target, value }) => [
          `${source} → ${target}`,
          value.toFixed(digits),
        ]),
        ['mean', evaluation.mean.toFixed(digits)],
      ];
      const title = `${metricLabel(evaluation.metric, evaluation.fingerprint.featureSet)}, ${evaluation.mode}-guided`;
      return formatTable({ header: [title, ''], rows, numeric: [1] }, 'text');
    })
    .join('\n\n');
}

async function evaluate(wanted: string, options: EvalOptions): Promise<void> {
  const evaluations = await withSession(async (session) => {
    const { home, db } = session;
    const { run, checkpoint } = await selectCheckpointedRun(session, wanted);
    return evaluationPhase({
      home,
      log: {
        evaluation: (evaluation) => recordEvaluation(db, { runId: run.id, evaluation }),
        message: () => undefined,
      },
      name: run.name,
      progress: progressArea(),
      config: run.config,
      folder: await openImageFolder(options.data ? resolve(options.data) : run.dataset.path),
      checkpoint,
      device: deviceChoice(options),
      features: options.features,
      modes: options.mode === 'both' ? modeSchema.options : [options.mode],
    });
  });
  console.log(options.json ? JSON.stringify(evaluations, null, 2) : evaluationText(evaluations));
}

export function evalCommand(): Command {
  const command = new Command('eval')
    .description('measure FID and LPIPS of a run, per ordered pair of domains')
    .addArgument(new Argument('[run]', 'name, beginning of the id, or latest').default('latest'))
    .option('--data <dir>', 'other images than the run was trained on')
    .addOption(
      new Option('--mode <mode>', 'which guidance').choices([...modeSchema.options, 'both']).default('both'),
    )
    .option('--json', 'print the evaluations as JSON');
  return addFeatureOption(addDeviceOptions(command)).action(evaluate);
}
