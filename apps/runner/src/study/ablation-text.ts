// The ablation table for terminal and paper: the paper's Table 1 beside ours, never subtracted from each other.
import { modeSchema, type Metric, type Mode } from '@starlab/experiment';
import type { AblationTable } from '@starlab/tracking';
import type { Table } from '../terminal/text-table.ts';

type Row = AblationTable['rows'][number];
type Measured = Row['measured'][number];

const digits: Record<Metric, number> = { fid: 1, lpips: 3 };

function published(row: Row, metric: Metric): string {
  const values = new Set(
    row.published
      .filter((figure) => figure.metric === metric)
      .map((figure) => figure.value.toFixed(digits[metric])),
  );
  // Two versions of the paper give two figures for E and F.
  return [...values].join(' / ') || '–';
}

function measured(row: Row, wanted: { label: string; mode: Mode }): string {
  const found = row.measured.filter((m) => m.label === wanted.label && m.mode === wanted.mode);
  const figure = (m: Measured): string => {
    const mean = m.mean.toFixed(digits[m.metric]);
    return m.std === null ? mean : `${mean} ± ${m.std.toFixed(digits[m.metric])}`;
  };
  return found.map(figure).join(' | ') || (row.trainable ? '–' : 'not yet available');
}

function measuredLabels(table: AblationTable): string[] {
  const labels = table.rows.flatMap((row) => row.measured.map(({ label }) => label));
  return [...new Set(labels)].sort();
}

export function ablationTextTable(table: AblationTable): Table {
  const labels = measuredLabels(table);
  const ours = modeSchema.options.flatMap((mode) => labels.map((label) => ({ label, mode })));
  const header = [
    '',
    'Method',
    'paper FID',
    'paper LPIPS',
    ...ours.map(({ label, mode }) => `${mode} ${label}`),
    'seeds',
  ];
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
  const demo = measuredLabels(table).some((label) => label.includes('demo features'));
  return [
    'Paper: CelebA-HQ 256 px, latent-guided (arXiv 1912.01865, Table 1; "v1 / v2" where the versions differ).',
    ...(demo
      ? [
          'Ours: measured with the small demo feature network, so it compares our rows with each other, not with the paper.',
        ]
      : []),
  ];
}
