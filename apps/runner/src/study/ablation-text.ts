// The ablation table for terminal and paper: the paper's Table 1 beside ours, never subtracted from each other.
import { metricTraits, modeSchema, type Metric, type Mode } from '@starlab/experiment';
import type { AblationTable } from '@starlab/tracking';
import type { Table } from '../terminal/text-table.ts';

type Row = AblationTable['rows'][number];
type Measured = Row['measured'][number];

/** Both versions of the paper where they differ; "?" marks a figure nobody here has seen in print. */
function published(row: Row, metric: Metric): string {
  const figures = row.published.filter((figure) => figure.metric === metric);
  const seen = new Map<string, boolean>();
  for (const { value, evidence } of figures) {
    const text = value.toFixed(metricTraits[metric].digits);
    seen.set(text, (seen.get(text) ?? false) || evidence !== 'unverified');
  }
  return [...seen].map(([text, sure]) => (sure ? text : `${text}?`)).join(' / ') || '–';
}

function measured(row: Row, wanted: { label: string; mode: Mode }): string {
  const found = row.measured.filter((m) => m.label === wanted.label && m.mode === wanted.mode);
  const figure = (m: Measured): string => {
    const mean = m.mean.toFixed(metricTraits[m.metric].digits);
    return m.std === null ? mean : `${mean} ± ${m.std.toFixed(metricTraits[m.metric].digits)}`;
  };
  return found.map(figure).join(' | ') || '–';
}

function measuredLabels(table: AblationTable): string[] {
  const labels = table.rows.flatMap((row) => row.measured.map(({ label }) => label));
  return [...new Set(labels)].sort();
}

/** "latent / FID (demo / features)", a word or two a line. */
const measuredTitle = ({ label, mode }: { label: string; mode: Mode }): string =>
  `${mode}\n${label.replace('(demo features)', '(demo\nfeatures)')}`;

export function ablationTextTable(table: AblationTable): Table {
  const labels = measuredLabels(table);
  const ours = modeSchema.options.flatMap((mode) => labels.map((label) => ({ label, mode })));
  const header = ['', 'Method', 'paper\nFID', 'paper\nLPIPS', ...ours.map(measuredTitle), 'seeds'];
  const rows = table.rows.map((row) => [
    row.configuration,
    row.title,
    published(row, 'fid'),
    published(row, 'lpips'),
    ...ours.map((wanted) => measured(row, wanted)),
    String(row.runs.filter(({ state }) => state === 'finished').length),
  ]);
  return { header, rows, numeric: header.map((_, i) => i).slice(2) };
}

/** What has to be said below the table so that nobody compares unlike figures. */
export function ablationNotes(table: AblationTable): string[] {
  const unavailable = table.rows
    .filter(({ trainable }) => !trainable)
    .map(({ configuration }) => configuration);
  const demo = measuredLabels(table).some((label) => label.includes('demo features'));
  return [
    'Paper: CelebA-HQ 256 px, latent-guided (arXiv 1912.01865, Table 1; "v1 / v2" where the versions differ; "?" not checked against a copy).',
    ...(unavailable.length > 0
      ? [`${unavailable.join(', ')}: not yet run, since they cannot be trained yet.`]
      : []),
    ...(demo
      ? [
          'Ours: measured with the small demo feature network, so it compares our rows with each other, not with the paper.',
        ]
      : []),
  ];
}
