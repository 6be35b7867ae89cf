// The ablation table for terminal and paper: the paper's Table 1 beside ours, never subtracted from each other.
import { DIFFERENCE_CONFIDENCE, metricTraits, type Metric } from '@starlab/experiment';
import type { AblationTable, FigureDifference, MeasuredColumn } from '@starlab/tracking';
import type { Table } from '../terminal/text-table.ts';

type Row = AblationTable['rows'][number];

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

/** The best supported figure of the column and its difference from the row above. */
function measured(row: Row, column: MeasuredColumn): [figure: string, difference: string] {
  const [best] = row.measured
    .filter(
      ({ mode, fingerprintSha256 }) => mode === column.mode && fingerprintSha256 === column.fingerprintSha256,
    )
    .sort((a, b) => b.n - a.n || b.step - a.step);
  if (!best) return ['–', '–'];
  const text = (value: number): string => value.toFixed(metricTraits[best.metric].digits);
  const figure = best.std === null ? text(best.mean) : `${text(best.mean)} ± ${text(best.std)}`;
  return [`${figure} (${best.n})`, best.difference ? difference(best.metric, best.difference) : '–'];
}

function difference(metric: Metric, { value, interval }: FigureDifference): string {
  const signed = (x: number): string =>
    `${x < 0 ? '-' : '+'}${Math.abs(x).toFixed(metricTraits[metric].digits)}`;
  return interval
    ? `${signed(value)} [${signed(interval.low)}, ${signed(interval.high)}]`
    : `${signed(value)}, n too small`;
}

/** "latent / FID (demo / features)", a word or two a line; with its fingerprint if most runs were measured otherwise. */
const measuredTitle = ({ label, mode, comparable, fingerprintSha256 }: MeasuredColumn): string =>
  `${mode}\n${label.replace('(demo features)', '(demo\nfeatures)')}${comparable ? '' : `\n${fingerprintSha256.slice(0, 8)}`}`;

export function ablationTextTable(table: AblationTable): Table {
  const header = [
    '',
    'Method',
    'paper\nFID',
    'paper\nLPIPS',
    ...table.columns.flatMap((column) => [measuredTitle(column), 'Δ above']),
    'seeds',
  ];
  const rows = table.rows.map((row) => [
    row.configuration,
    row.title,
    published(row, 'fid'),
    published(row, 'lpips'),
    ...table.columns.flatMap((column) => measured(row, column)),
    String(row.runs.filter(({ state }) => state === 'finished').length),
  ]);
  return { header, rows, numeric: header.map((_, i) => i).slice(2) };
}

/** What has to be said below the table so that nobody compares unlike figures. */
export function ablationNotes(table: AblationTable): string[] {
  const demo = table.columns.some(({ fingerprint }) => fingerprint.featureSet === 'demo');
  return [
    'Paper: CelebA-HQ 256 px, latent-guided (arXiv 1912.01865, Table 1; "v1 / v2" where the versions differ; "?" not checked against a copy).',
    ...(table.columns.length > 0
      ? [
          `Ours: mean ± std (n seeds). Δ above: difference from the row above with Welch's ${100 * DIFFERENCE_CONFIDENCE} % interval.`,
        ]
      : []),
    ...(demo
      ? [
          'Ours: measured with the small demo feature network, so it compares our rows with each other, not with the paper.',
        ]
      : []),
  ];
}
