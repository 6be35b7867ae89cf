// One of the paper's Tables 2 and 3, with the figures of a study beside the paper's.
import { metricTraits, paperMetrics, type Mode } from '@starlab/experiment';
import type { BaselineRow, BaselineTable } from '@starlab/tracking';
import clsx from 'clsx';
import { ColumnTitle } from '@/features/tables/column-title.tsx';
import { MeasuredCell } from '@/features/tables/measured-cell.tsx';
import {
  absence,
  columnFigures,
  columnKey,
  columnRealImages,
  figureColumns,
  type FigureColumn,
} from '@/features/tables/measured-columns.ts';
import { PublishedFigures } from '@/features/tables/published-figures.tsx';
import { RunLinks } from '@/features/tables/run-links.tsx';
import { formatCount, formatMetric } from '@/ui/format.ts';
import { RowActions } from './row-actions.tsx';
import { datasetTitles, publishedColumns, publishedIn, type PublishedColumn } from './published-columns.ts';

interface BaselineTableViewProps {
  readonly table: BaselineTable;
  readonly mode: Mode;
}

const cell = 'px-2.5 py-2 align-top';
const groupTitle = 'border-l border-line px-2.5 pt-2 text-center font-medium';
const metricTitle = 'px-2.5 pb-1.5 text-right align-bottom text-xs font-normal';

const publishedKey = ({ dataset, version, metric }: PublishedColumn): string =>
  `${dataset} ${version} ${metric}`;

export function BaselineTableView({ table, mode }: BaselineTableViewProps) {
  const published = publishedColumns(table);
  const ours = figureColumns(table.columns, mode);
  const groups = published.filter(({ metric }) => metric === paperMetrics[0]);
  return (
    <div className="panel relative overflow-x-auto">
      <table className="w-full border-collapse text-left" data-table={mode}>
        <caption className="sr-only">Methods, {mode}-guided: the paper’s figures and ours</caption>
        <thead className="text-muted">
          <tr>
            <th rowSpan={2} scope="col" className={clsx(cell, 'min-w-28 align-bottom! font-medium')}>
              Method
            </th>
            {groups.map(({ dataset, version }) => (
              <th
                key={`${dataset} ${version}`}
                colSpan={paperMetrics.length}
                scope="colgroup"
                className={groupTitle}
              >
                {datasetTitles[dataset]}
                <span className="label block font-normal">paper {version}</span>
              </th>
            ))}
            <th colSpan={ours.length} scope="colgroup" className={clsx(groupTitle, 'text-ink')}>
              ours
              <span className="label block font-normal">{table.study.name}</span>
            </th>
            <th
              rowSpan={2}
              scope="col"
              className={clsx(cell, 'border-l border-line align-bottom! font-medium')}
            >
              Runs
            </th>
          </tr>
          <tr className="border-b border-line">
            {published.map((column) => (
              <th
                key={publishedKey(column)}
                scope="col"
                className={clsx(metricTitle, column.metric === paperMetrics[0] && 'border-l border-line')}
              >
                {metricTraits[column.metric].name}
              </th>
            ))}
            {ours.map((column, i) => (
              <th
                key={columnKey(column)}
                scope="col"
                className={clsx(metricTitle, i === 0 && 'border-l border-line')}
              >
                <ColumnTitle column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <Row
              key={row.title}
              row={row}
              mode={mode}
              published={published}
              ours={ours}
              study={table.study}
              realImages={table.realImages}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RealImagesCellProps {
  readonly column: FigureColumn;
  readonly real: BaselineTable['realImages'][number] | undefined;
}

function RealImagesCell({ column, real }: RealImagesCellProps) {
  if (!real) return <span className="text-faint">–</span>;
  const images = real.domains.reduce((sum, { samples }) => sum + samples, 0);
  const domains = real.domains
    .map(({ domain, value }) => `${domain} ${formatMetric(column.metric, value)}`)
    .join(', ');
  return (
    <span title={`${formatCount(images)} validation images against the training images: ${domains}`}>
      {formatMetric(column.metric, real.mean)}
    </span>
  );
}

interface RowProps {
  readonly row: BaselineRow;
  readonly mode: Mode;
  readonly published: readonly PublishedColumn[];
  readonly ours: readonly FigureColumn[];
  readonly study: BaselineTable['study'];
  readonly realImages: BaselineTable['realImages'];
}

function Row({ row, mode, published, ours, study, realImages }: RowProps) {
  const measured =
    row.measured.some((figure) => figure.mode === mode) ||
    (row.method === null && realImages.some((real) => real.mode === mode));
  return (
    <tr className="border-b border-line last:border-b-0" data-method={row.method ?? 'real'}>
      <th scope="row" className={clsx(cell, 'font-medium whitespace-nowrap')}>
        {row.title}
      </th>
      {published.map((column) => (
        <td
          key={publishedKey(column)}
          className={clsx(
            cell,
            'text-right whitespace-nowrap',
            column.metric === paperMetrics[0] && 'border-l border-line',
          )}
        >
          <PublishedFigures figures={publishedIn(row, mode, column)} />
        </td>
      ))}
      {measured ? (
        ours.map((column, i) => (
          <td
            key={columnKey(column)}
            className={clsx(cell, 'text-right whitespace-nowrap', i === 0 && 'border-l border-line')}
          >
            {row.method === null ? (
              <RealImagesCell column={column} real={columnRealImages(realImages, column)} />
            ) : (
              <MeasuredCell figures={columnFigures(row.measured, column)} />
            )}
          </td>
        ))
      ) : (
        <td colSpan={ours.length} className={clsx(cell, 'border-l border-line text-center text-faint')}>
          {row.method === null ? '–' : absence(row)}
        </td>
      )}
      <td className={clsx(cell, 'border-l border-line')}>
        {row.runs.length > 0 && <RunLinks runs={row.runs} />}
        <RowActions row={row} study={study} />
      </td>
    </tr>
  );
}
