// Tables 2 and 3 to take away.
import { metricTraits, type Mode } from '@starlab/experiment';
import type { BaselineTable } from '@starlab/tracking';
import {
  columnFigures,
  columnRealImages,
  columnTitle,
  figureColumns,
  figureText,
  hasDemoFigures,
} from '@/features/tables/measured-columns.ts';
import { publishedNotes, publishedText } from '@/features/tables/published-text.ts';
import { toCsv, type CsvValue, type TextTable } from '@/features/tables/text-table.ts';
import { formatMetric } from '@/ui/format.ts';
import { datasetTitles, paperTables, publishedColumns, publishedIn } from './published-columns.ts';

const NOTHING = '–';

export function baselineTextTable(table: BaselineTable, mode: Mode): TextTable {
  const published = publishedColumns(table);
  const ours = figureColumns(table.columns, mode);
  const demo = 'Figures of the demo features compare our rows with each other, not with the paper.';
  return {
    header: [
      'Method',
      ...published.map(
        ({ dataset, version, metric }) =>
          `${datasetTitles[dataset]} paper ${version} ${metricTraits[metric].name}`,
      ),
      ...ours.flatMap((column) => [`ours ${columnTitle(column)}`, 'n']),
    ],
    rows: table.rows.map((row) => [
      row.title,
      ...published.map((column) => publishedText(column.metric, publishedIn(row, mode, column))),
      ...ours.flatMap((column) => {
        if (row.method === null) {
          const real = columnRealImages(table.realImages, column);
          return [real ? formatMetric(column.metric, real.mean) : NOTHING, NOTHING];
        }
        const [figure] = columnFigures(row.measured, column);
        return figure ? [figureText(figure), String(figure.n)] : [NOTHING, NOTHING];
      }),
    ]),
    notes: [
      `Paper: arXiv 1912.01865, ${paperTables[mode]} (${mode}-guided, 256 px).`,
      ...publishedNotes(table.rows.flatMap((row) => row.published.filter((figure) => figure.mode === mode))),
      `Ours: study ${table.study.name}, data ${table.study.dataset}, mean ± sample standard deviation over n seeds.`,
      ...(hasDemoFigures(table.columns) ? [demo] : []),
    ],
  };
}

const csvHeader = ['method', 'origin', 'data', 'mode', 'figure', 'value', 'std', 'n', 'step', 'source'];

function realImagesLines({ columns, realImages, study }: BaselineTable): CsvValue[][] {
  return columns.flatMap((column): CsvValue[][] => {
    const real = columnRealImages(realImages, column);
    if (!real) return [];
    const { mode, label, fingerprintSha256 } = column;
    const source = `fingerprint ${fingerprintSha256}`;
    return [['Real images', 'ours', study.dataset, mode, label, real.mean, null, null, null, source]];
  });
}

/** One line a figure, of both tables, ours and the paper's alike, each with where it is from. */
export function baselineCsv(table: BaselineTable): string {
  const rows = table.rows.flatMap((row): CsvValue[][] => [
    ...row.published.map(({ dataset, mode, metric, value, paperVersion, source, evidence }) => [
      row.title,
      `paper ${paperVersion ?? 'other'}`,
      dataset,
      mode,
      metric,
      value,
      ...[null, null, null],
      `${source} (${evidence})`,
    ]),
    ...row.measured.map(({ mode, label, mean, std, n, step, fingerprintSha256 }) => [
      row.title,
      'ours',
      table.study.dataset,
      mode,
      label,
      mean,
      std,
      n,
      step,
      `fingerprint ${fingerprintSha256}`,
    ]),
  ]);
  return toCsv([csvHeader, ...rows, ...realImagesLines(table)]);
}
