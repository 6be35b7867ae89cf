// The columns of the runs table: what there is to choose from follows from the runs themselves.
import type { FeatureSet, Metric, Mode } from '@starlab/experiment';
import type { RunSummary } from '@starlab/tracking';
import { formatCount, formatMetric, formatNumber } from '@/ui/format.ts';

export type Cell = number | string | undefined;

export interface Column {
  /** Stable, part of the address. */
  readonly id: string;
  readonly title: string;
  /** Columns with the same heading stand under it together. */
  readonly heading: string;
  readonly numeric: boolean;
  /** What the table sorts by; undefined sorts last either way. */
  value(run: RunSummary): Cell;
  text(run: RunSummary): string;
}

const metricTitles = {
  fid: 'FID',
  lpips: 'LPIPS',
  kid: 'KID',
  'fid-pytorch': 'FID (pytorch-fid)',
} as const satisfies Record<Metric, string>;

/** As `metricLabel` of the vocabulary; here without its schemas, which the browser does not need. */
function headingOf(metric: Metric, featureSet: FeatureSet): string {
  return featureSet === 'imagenet' ? metricTitles[metric] : `${metricTitles[metric]} (demo features)`;
}

function plain(id: string, title: string, value: (run: RunSummary) => Cell): Column {
  const text = (run: RunSummary): string => String(value(run) ?? '–');
  return { id, title, heading: '', numeric: false, value, text };
}

function metricColumn(metric: Metric, mode: Mode, featureSet: FeatureSet): Column {
  const value = (run: RunSummary): number | undefined =>
    run.evaluations.find(
      (evaluation) =>
        evaluation.metric === metric && evaluation.mode === mode && evaluation.featureSet === featureSet,
    )?.mean;
  return {
    id: `${metric}.${mode}.${featureSet}`,
    title: mode,
    heading: headingOf(metric, featureSet),
    numeric: true,
    value,
    text: (run) => {
      const mean = value(run);
      return mean === undefined ? '–' : formatMetric(metric, mean);
    },
  };
}

function lossColumn(name: string): Column {
  const value = (run: RunSummary): number | undefined => {
    const head = run.heads[name];
    return head === undefined ? undefined : Number(head);
  };
  return {
    id: name,
    title: name,
    heading: 'Last logged',
    numeric: true,
    value,
    text: (run) => {
      const head = value(run);
      return head === undefined ? '–' : formatNumber(head);
    },
  };
}

function configColumn(key: keyof RunSummary['config']): Column {
  const value = (run: RunSummary): Cell => run.config[key];
  return {
    id: `config.${key}`,
    title: key,
    heading: 'Configuration',
    numeric: true,
    value,
    text: (run) => {
      const setting = value(run);
      return typeof setting === 'number' && setting >= 1000 ? formatCount(setting) : String(setting ?? '–');
    },
  };
}

export const startedColumn = plain('started', 'started', (run) => run.startedAt ?? run.createdAt);
export const durationColumn: Column = {
  ...plain('duration', 'duration', (run) => runDuration(run, Date.parse(run.heartbeatAt ?? run.createdAt))),
  numeric: true,
};

/** Milliseconds from the start to the end, or to `now` while it runs. */
export function runDuration(run: RunSummary, now: number): number | undefined {
  if (run.startedAt === null) return undefined;
  const last = run.state === 'running' ? now : Date.parse(run.finishedAt ?? run.heartbeatAt ?? run.startedAt);
  return last - Date.parse(run.startedAt);
}

const compareNames = (a: string, b: string): number => a.localeCompare(b, 'en');

/** Every column these runs could fill. */
export function availableColumns(runs: readonly RunSummary[]): Column[] {
  const figures = new Map<string, Column>();
  const losses = new Set<string>();
  const keys = new Set<keyof RunSummary['config']>();
  for (const run of runs) {
    for (const { metric, mode, featureSet } of run.evaluations) {
      const column = metricColumn(metric, mode, featureSet);
      figures.set(column.id, column);
    }
    for (const name of Object.keys(run.heads)) losses.add(name);
    for (const key of Object.keys(run.config) as (keyof RunSummary['config'])[]) keys.add(key);
  }
  const hidden = new Set(['configuration', 'seed', 'iterations']);
  return [
    plain('study', 'study', (run) => run.studyName),
    { ...plain('seed', 'seed', (run) => run.seed), numeric: true },
    ...[...figures.values()].sort(
      (a, b) => compareNames(a.heading, b.heading) || compareNames(a.title, b.title),
    ),
    startedColumn,
    durationColumn,
    ...[...losses].sort(compareNames).map(lossColumn),
    ...[...keys].filter((key) => !hidden.has(key)).map(configColumn),
  ];
}

/** Shown until the reader chooses: identity, every figure, and the terms that first tell when training goes wrong. */
const defaultLosses = new Set(['D/latent/reg', 'G/latent/adv', 'G/latent/cyc']);

export function isDefaultColumn(column: Column): boolean {
  if (column.heading === 'Configuration') return false;
  return column.heading !== 'Last logged' || defaultLosses.has(column.id);
}

/** The chosen columns in their fixed order; `chosen` undefined means the default ones. */
export function chooseColumns(available: readonly Column[], chosen: readonly string[] | undefined): Column[] {
  if (!chosen) return available.filter(isDefaultColumn);
  const wanted = new Set(chosen);
  return available.filter((column) => wanted.has(column.id));
}

/** Headings over neighbouring columns: each with how many columns it spans. */
export function columnHeadings(
  columns: readonly Column[],
): { readonly heading: string; readonly span: number }[] {
  const headings: { heading: string; span: number }[] = [];
  for (const { heading } of columns) {
    const last = headings.at(-1);
    if (last && last.heading === heading) last.span += 1;
    else headings.push({ heading, span: 1 });
  }
  return headings;
}
