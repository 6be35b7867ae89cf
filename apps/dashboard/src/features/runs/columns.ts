// The columns of the runs table: what every run says of itself, the figures, the last values and the configuration.
import type { FeatureSet, Metric, Mode } from '@starlab/experiment';
import type { RunFacets, RunSummary } from '@starlab/tracking';
import { formatCount, formatMetric, formatNumber } from '@/ui/format.ts';

export type Cell = number | string | undefined;

export interface Column {
  /** Stable, part of the address; `run-column.ts` says what the database calls it. */
  readonly id: string;
  readonly title: string;
  /** Columns with the same heading stand under it together. */
  readonly heading: string;
  readonly numeric: boolean;
  value(run: RunSummary): Cell;
  text(run: RunSummary): string;
  /** A value that is not a run's own, such as a mean over seeds. */
  format(value: number): string;
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
  return { id, title, heading: '', numeric: false, value, text, format: formatNumber };
}

interface NumberColumn {
  readonly id: string;
  readonly title: string;
  readonly heading: string;
  readonly value: (run: RunSummary) => number | undefined;
  readonly format: (value: number) => string;
}

function numberColumn({ value, format, ...rest }: NumberColumn): Column {
  const text = (run: RunSummary): string => {
    const known = value(run);
    return known === undefined ? '–' : format(known);
  };
  return { ...rest, numeric: true, value, text, format };
}

function figureColumn({
  metric,
  mode,
  featureSet,
}: {
  metric: Metric;
  mode: Mode;
  featureSet: FeatureSet;
}): Column {
  return numberColumn({
    id: `${metric}.${mode}.${featureSet}`,
    title: mode,
    heading: headingOf(metric, featureSet),
    value: (run) =>
      run.evaluations.find(
        (evaluation) =>
          evaluation.metric === metric && evaluation.mode === mode && evaluation.featureSet === featureSet,
      )?.mean,
    format: (value) => formatMetric(metric, value),
  });
}

function seriesColumn(name: string): Column {
  return numberColumn({
    id: name,
    title: name,
    heading: 'Last logged',
    value: (run) => {
      const head = run.heads[name];
      return head === undefined ? undefined : Number(head);
    },
    format: formatNumber,
  });
}

function configColumn(key: string): Column {
  const value = (run: RunSummary): Cell => {
    const setting = new Map<string, unknown>(Object.entries(run.config)).get(key);
    if (setting === undefined || setting === null) return undefined;
    return typeof setting === 'number' ? setting : String(setting);
  };
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
    format: formatNumber,
  };
}

export const startedColumn = plain('started', 'started', (run) => run.startedAt ?? run.createdAt);
export const durationColumn: Column = {
  ...plain('duration', 'duration', (run) => runDuration(run, Date.parse(run.heartbeatAt ?? run.createdAt))),
  numeric: true,
};
export const tagsColumn = plain('tags', 'tags', (run) => run.tags.join(', '));
/** Columns whose cells say more than text. */
export const seedColumn = numberColumn({
  id: 'seed',
  title: 'seed',
  heading: '',
  value: (run) => run.seed,
  format: formatNumber,
});

/** Milliseconds from the start to the end, or to `now` while it runs. */
export function runDuration(run: RunSummary, now: number): number | undefined {
  if (run.startedAt === null) return undefined;
  const last = run.state === 'running' ? now : Date.parse(run.finishedAt ?? run.heartbeatAt ?? run.startedAt);
  return last - Date.parse(run.startedAt);
}

/** Shown in columns of their own at the left of every row. */
const shownAlways = new Set(['configuration', 'seed', 'iterations']);

/** Every column there is to choose from. */
export function availableColumns(facets: RunFacets, configKeys: readonly string[]): Column[] {
  return [
    plain('study', 'study', (run) => run.studyName),
    { ...seedColumn, text: (run) => String(run.seed) },
    ...facets.figures.map(figureColumn),
    startedColumn,
    durationColumn,
    tagsColumn,
    plain('note', 'note', (run) => run.note ?? undefined),
    ...facets.series.map(seriesColumn),
    ...configKeys.filter((key) => !shownAlways.has(key)).map(configColumn),
  ];
}

/** What a column is called where no heading stands over it. */
export function wholeTitle({ heading, title }: Pick<Column, 'heading' | 'title'>): string {
  return heading === '' || heading === 'Configuration' ? title : `${heading.split(' ')[0]} ${title}`;
}

/** The terms that first tell when training goes wrong. */
const tellingLosses = new Set(['D/latent/reg', 'G/latent/adv', 'G/latent/cyc']);
/** Of runs that log none of these, so many curves. */
const OTHER_CURVES = 5;

/** Shown until the reader chooses: identity, every figure, and some last values. */
function defaultColumns(available: readonly Column[]): Column[] {
  const logged = available.filter(({ heading }) => heading === 'Last logged');
  const telling = logged.filter(({ id }) => tellingLosses.has(id));
  const others = logged.filter(({ id }) => !id.startsWith('system/')).slice(0, OTHER_CURVES);
  const shown = new Set(telling.length > 0 ? telling : others);
  return available.filter(
    (column) =>
      shown.has(column) ||
      (column.heading !== 'Configuration' && column.heading !== 'Last logged' && column.id !== 'note'),
  );
}

/** The chosen columns in the order in which they were chosen; `chosen` undefined means the default ones. */
export function chooseColumns(available: readonly Column[], chosen: readonly string[] | undefined): Column[] {
  if (!chosen) return defaultColumns(available);
  return chosen.flatMap((id) => available.find((column) => column.id === id) ?? []);
}

/** `ids` with `id` put before `before`, or last. */
export function moveColumn(ids: readonly string[], id: string, before: string | undefined): string[] {
  if (id === before) return [...ids];
  const others = ids.filter((other) => other !== id);
  const at = before === undefined ? others.length : others.indexOf(before);
  return at < 0 ? [...ids] : [...others.slice(0, at), id, ...others.slice(at)];
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

/** Width of a column, rem: the same for every row, whichever are in sight. */
export function columnWidth(column: Column): number {
  if (column.id === 'study' || column.id === 'tags') return 9;
  if (column.id === 'note') return 16;
  return Math.max(5.5, 2 + 0.47 * column.title.length);
}
