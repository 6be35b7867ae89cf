// The ablation table to take away: as printed for Markdown, LaTeX and PNG, with one figure a line and its origin for CSV.
import { DIFFERENCE_CONFIDENCE, metricTraits, modeSchema, paperMetrics } from '@starlab/experiment';
import type { AblationTable, MeasuredFigure } from '@starlab/tracking';
import { differenceText } from '@/features/tables/difference.ts';
import {
  columnFigures,
  columnTitle,
  figureColumns,
  figureText,
  hasDemoFigures,
} from '@/features/tables/measured-columns.ts';
import { publishedNotes, publishedText } from '@/features/tables/published-text.ts';
import { toCsv, type CsvValue, type TextTable } from '@/features/tables/text-table.ts';
import { publishedFigures, publishedVersions } from './published.ts';

const NOTHING = '–';

function notes(table: AblationTable): string[] {
  const percent = 100 * DIFFERENCE_CONFIDENCE;
  return [
    'Paper: arXiv 1912.01865, Table 1 (CelebA-HQ, 256 px, latent-guided).',
    ...publishedNotes(table.rows.flatMap(({ published }) => published)),
    `Ours: study ${table.study.name}, data ${table.study.dataset}, mean ± sample standard deviation over n seeds.`,
    `Δ: difference from the row above with Welch’s ${percent} % interval.`,
    ...(hasDemoFigures(table.columns)
      ? ['Figures of the demo features compare our rows with each other, not with the paper.']
      : []),
  ];
}

function differenceCell(figure: MeasuredFigure | undefined): string {
  return figure?.difference ? differenceText(figure.metric, figure.difference) : NOTHING;
}

export function ablationTextTable(table: AblationTable): TextTable {
  const versions = publishedVersions(table);
  const columns = modeSchema.options.flatMap((mode) => figureColumns(table.columns, mode));
  const header = [
    'Configuration',
    ...versions.flatMap((version) =>
      paperMetrics.map((metric) => `paper ${version ?? 'other'} ${metricTraits[metric].name}`),
    ),
    ...columns.flatMap((column) => [`ours ${column.mode} ${columnTitle(column)}`, 'n', 'Δ']),
  ];
  const rows = table.rows.map((row) => [
    `${row.configuration} ${row.title}`,
    ...versions.flatMap((version) =>
      paperMetrics.map((metric) => publishedText(metric, publishedFigures(row, version, metric))),
    ),
    ...columns.flatMap((column) => {
      const [figure] = columnFigures(row.measured, column);
      return [
        figure ? figureText(figure) : NOTHING,
        figure ? String(figure.n) : NOTHING,
        differenceCell(figure),
      ];
    }),
  ]);
  return { header, rows, notes: notes(table) };
}

const csvHeader = [
  ...['configuration', 'origin', 'mode', 'figure', 'value', 'std', 'n', 'step'],
  ...['difference', 'low', 'high', 'source'],
];

/** One line a figure, ours and the paper's alike, each with where it is from. */
export function ablationCsv(table: AblationTable): string {
  const rows = table.rows.flatMap((row): CsvValue[][] => [
    ...row.published.map((figure) => [
      row.configuration,
      `paper ${figure.paperVersion ?? 'other'}`,
      'latent',
      figure.metric,
      figure.value,
      ...[null, null, null, null, null, null],
      `${figure.source} (${figure.evidence})`,
    ]),
    ...row.measured.map((figure) => [
      row.configuration,
      'ours',
      figure.mode,
      figure.label,
      figure.mean,
      figure.std,
      figure.n,
      figure.step,
      figure.difference?.value ?? null,
      figure.difference?.interval?.low ?? null,
      figure.difference?.interval?.high ?? null,
      `fingerprint ${figure.fingerprintSha256}`,
    ]),
  ]);
  return toCsv([csvHeader, ...rows]);
}
