// What the database calls a column that the address and the search field name.
import {
  featureSetSchema,
  metricSchema,
  modeSchema,
  type FeatureSet,
  type Metric,
  type Mode,
} from '@starlab/experiment';
import type { RunColumn } from '@starlab/tracking';

const own = {
  id: 'id',
  name: 'name',
  study: 'study',
  state: 'state',
  configuration: 'configuration',
  method: 'method',
  note: 'note',
  seed: 'seed',
  attempt: 'attempt',
  step: 'step',
  progress: 'step',
  created: 'created',
  started: 'started',
  finished: 'finished',
  duration: 'duration',
} as const satisfies Record<string, Extract<RunColumn, { kind: 'run' }>['key']>;

function isOwn(id: string): id is keyof typeof own {
  return id in own;
}

function figureOf(id: string): { metric: Metric; mode: Mode; featureSet: FeatureSet } | undefined {
  const [metric, mode, featureSet, ...rest] = id.split('.');
  const parsed = {
    metric: metricSchema.safeParse(metric),
    mode: modeSchema.safeParse(mode),
    featureSet: featureSetSchema.safeParse(featureSet),
  };
  if (rest.length > 0 || !parsed.metric.success || !parsed.mode.success || !parsed.featureSet.success)
    return undefined;
  return { metric: parsed.metric.data, mode: parsed.mode.data, featureSet: parsed.featureSet.data };
}

/**
 * `seed`, `config.lambdaDs` or `lambdaDs`, `fid.latent.demo`, and the name of a series for everything else.
 * @param configKeys the keys that need no `config.` before them
 */
export function runColumn(id: string, configKeys: readonly string[]): RunColumn {
  if (isOwn(id)) return { kind: 'run', key: own[id] };
  if (id.startsWith('config.')) return { kind: 'config', key: id.slice('config.'.length) };
  if (configKeys.includes(id)) return { kind: 'config', key: id };
  const figure = figureOf(id);
  return figure ? { kind: 'evaluation', ...figure } : { kind: 'series', name: id };
}
