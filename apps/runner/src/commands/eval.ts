// `starlab eval`: FID and LPIPS of a run's newest checkpoint, or of weights trained elsewhere, by the paper's protocol.
import {
  metricSchema,
  modeSchema,
  nearestName,
  StarlabError,
  type Evaluation,
  type Metric,
  type Mode,
} from '@starlab/experiment';
import { recordEvaluation } from '@starlab/tracking';
import { Argument, Command, Option } from 'commander';
import { evaluationPhase, type EvaluationPhase } from '../evaluation/evaluation-phase.ts';
import { evaluationText } from '../evaluation/evaluation-text.ts';
import { openHome } from '../home.ts';
import { networksOfRun, networksOfWeights } from '../select-networks.ts';
import { withSession } from '../session.ts';
import { progressArea } from '../terminal/progress.ts';
import {
  addDeviceOptions,
  addFeatureOption,
  addWeightsOption,
  deviceChoice,
  type DeviceOptions,
  type FeatureOptions,
} from './run-options.ts';

interface EvalOptions extends DeviceOptions, FeatureOptions {
  readonly data?: string;
  readonly weights?: string;
  readonly mode: Mode | 'both';
  readonly metrics?: string;
  readonly json?: boolean;
}

type Measuring = Pick<EvaluationPhase, 'progress' | 'device' | 'features' | 'modes' | 'metrics'>;

async function measureRun(
  wanted: string,
  data: string | undefined,
  measuring: Measuring,
): Promise<readonly Evaluation[]> {
  return withSession(async (session) => {
    const { home, db } = session;
    const { run, ...selected } = await networksOfRun(session, { wanted, data });
    const log: EvaluationPhase['log'] = {
      evaluation: (evaluation) => recordEvaluation(db, { runId: run.id, evaluation }),
      message: () => undefined,
    };
    return (await evaluationPhase({ home, log, ...selected, ...measuring })).evaluations;
  });
}

/** Nothing is recorded: the figures belong to no run. */
async function measureWeights(
  weights: string,
  data: string | undefined,
  measuring: Measuring,
): Promise<readonly Evaluation[]> {
  const home = openHome();
  const log: EvaluationPhase['log'] = { evaluation: () => Promise.resolve(), message: () => undefined };
  const selected = await networksOfWeights(home, { weights, data });
  return (await evaluationPhase({ home, log, ...selected, ...measuring })).evaluations;
}

/** @throws StarlabError naming what is no metric. */
export function metricsOf(list: string): Metric[] {
  const known: readonly string[] = metricSchema.options;
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  for (const name of names) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    throw new StarlabError(`--metrics ${list}: there is no metric "${name}".`, {
      remedy: `${nearest ? `Did you mean "${nearest}"? ` : ''}There are: ${known.join(', ')}.`,
    });
  }
  return names.map((name) => metricSchema.parse(name));
}

async function evaluate(wanted: string, { data, weights, ...options }: EvalOptions): Promise<void> {
  const measuring: Measuring = {
    progress: progressArea(),
    device: deviceChoice(options),
    features: options.features,
    modes: options.mode === 'both' ? modeSchema.options : [options.mode],
    ...(options.metrics !== undefined && { metrics: metricsOf(options.metrics) }),
  };
  const evaluations =
    weights === undefined
      ? await measureRun(wanted, data, measuring)
      : await measureWeights(weights, data, measuring);
  console.log(options.json ? JSON.stringify(evaluations, null, 2) : evaluationText(evaluations));
}

export function evalCommand(): Command {
  const command = new Command('eval')
    .description('measure FID, LPIPS and more of a run, per ordered pair of domains')
    .addArgument(new Argument('[run]', 'name, beginning of the id, or latest').default('latest'))
    .option('--data <dir>', 'other images than the run was trained on')
    .addOption(
      new Option('--mode <mode>', 'which guidance').choices([...modeSchema.options, 'both']).default('both'),
    )
    .option('--metrics <list>', `which, with commas: ${metricSchema.options.join(', ')} (default: fid,lpips)`)
    .option('--json', 'print the evaluations as JSON');
  return addFeatureOption(addDeviceOptions(addWeightsOption(command))).action(evaluate);
}
