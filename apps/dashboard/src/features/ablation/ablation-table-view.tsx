// The paper's Table 1, with the figures of a study beside the paper's.
import { ablationRow, metricTraits, modeSchema, paperMetrics } from '@starlab/experiment';
import type { AblationTable, AblationTableRow } from '@starlab/tracking';
import clsx from 'clsx';
import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { ColumnTitle } from '@/features/tables/column-title.tsx';
import { MeasuredCell } from '@/features/tables/measured-cell.tsx';
import {
  absence,
  columnFigures,
  columnKey,
  figureColumns,
  type FigureColumn,
} from '@/features/tables/measured-columns.ts';
import { PublishedFigures } from '@/features/tables/published-figures.tsx';
import { RunLinks } from '@/features/tables/run-links.tsx';
import { ConfigurationLetter } from '@/ui/configuration-letter.tsx';
import { formatConfigValue, formatCount } from '@/ui/format.ts';
import { whyInapplicable } from './inapplicable.ts';
import { differenceFromComplete, lossTermsOf } from './loss-terms.ts';
import { nextSeed } from './next-seed.ts';
import { publishedFigures, publishedVersions } from './published.ts';
import { RunSeedButton } from './run-seed-button.tsx';
import { SampleStrip, type StripSample } from './sample-strip.tsx';

interface AblationTableViewProps {
  readonly table: AblationTable;
  readonly strips: Readonly<Record<string, StripSample | undefined>>;
}

const modes = modeSchema.options;
const cell = 'px-2.5 py-2.5 align-top';
const figureCell = `${cell} text-right whitespace-nowrap`;

export function AblationTableView({ table, strips }: AblationTableViewProps) {
  const versions = publishedVersions(table);
  const columns = modes.flatMap((mode) => figureColumns(table.columns, mode));
  return (
    <div className="panel relative overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">Ablation: the paper’s figures and ours</caption>
        <thead className="text-muted">
          <tr>
            <th rowSpan={2} scope="col" className={clsx(cell, 'min-w-56 align-bottom! font-medium')}>
              Configuration
            </th>
            {versions.map((version) => (
              <th
                key={version}
                colSpan={2}
                scope="colgroup"
                className="border-l border-line px-2.5 pt-2 text-center font-medium"
              >
                paper {version ?? 'other'}
                <span className="label block font-normal">latent</span>
              </th>
            ))}
            {modes.map((mode) => (
              <th
                key={mode}
                colSpan={columns.filter((column) => column.mode === mode).length}
                scope="colgroup"
                className="border-l border-line px-2.5 pt-2 text-center font-medium text-ink"
              >
                ours
                <span
                  className={clsx(
                    'label block font-normal',
                    mode === 'latent' ? 'text-latent!' : 'text-reference!',
                  )}
                >
                  {mode}
                </span>
              </th>
            ))}
            <th
              rowSpan={2}
              scope="col"
              className={clsx(cell, 'border-l border-line align-bottom! font-medium')}
            >
              Runs
            </th>
            <th rowSpan={2} scope="col" className={clsx(cell, 'align-bottom! font-medium')}>
              Source, z₁, z₂
            </th>
          </tr>
          <tr className="border-b border-line">
            {versions.flatMap((version) =>
              paperMetrics.map((metric, i) => (
                <th
                  key={`${version} ${metric}`}
                  scope="col"
                  className={clsx(
                    'px-2.5 pb-1.5 text-right align-bottom text-xs font-normal',
                    i === 0 && 'border-l border-line',
                  )}
                >
                  {metricTraits[metric].name}
                </th>
              )),
            )}
            {columns.map((column, i) => (
              <th
                key={columnKey(column)}
                scope="col"
                className={clsx(
                  'px-2.5 pb-1.5 text-right text-xs leading-4 font-normal',
                  column.mode !== columns[i - 1]?.mode && 'border-l border-line',
                )}
              >
                <ColumnTitle column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <Row
              key={row.configuration}
              row={row}
              versions={versions}
              columns={columns}
              strip={strips[row.configuration]}
              studyId={table.study.id}
              seed={nextSeed(table.rows, row)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: AblationTableRow;
  readonly versions: readonly (string | null)[];
  readonly columns: readonly FigureColumn[];
  readonly strip: StripSample | undefined;
  readonly studyId: string;
  /** The one to run next. */
  readonly seed: number;
}

function Row({ row, versions, columns, strip, studyId, seed }: RowProps) {
  const empty = row.measured.length === 0;
  return (
    <tr className="border-b border-line last:border-b-0" data-row={row.configuration}>
      <th scope="row" className={clsx(cell, 'font-normal')}>
        <div className="flex gap-2.5">
          <ConfigurationLetter configuration={row.configuration} />
          <div className="flex min-w-0 flex-col gap-1">
            <span className="font-medium">{row.title}</span>
            <span className="max-w-80 text-xs leading-4 text-muted">{row.change}</span>
            <LossTerms overrides={row.overrides} />
            <Difference overrides={row.overrides} />
            <OurReading configuration={row.configuration} />
          </div>
        </div>
      </th>
      {versions.flatMap((version) =>
        paperMetrics.map((metric, i) => (
          <td key={`${version} ${metric}`} className={clsx(figureCell, i === 0 && 'border-l border-line')}>
            <PublishedFigures figures={publishedFigures(row, version, metric)} />
          </td>
        )),
      )}
      {empty ? (
        <td colSpan={columns.length} className={clsx(cell, 'border-l border-line text-center text-faint')}>
          {absence(row)}
        </td>
      ) : (
        columns.map((column, i) => (
          <td
            key={columnKey(column)}
            className={clsx(figureCell, column.mode !== columns[i - 1]?.mode && 'border-l border-line')}
          >
            <Measured row={row} column={column} />
          </td>
        ))
      )}
      <td className={clsx(cell, 'border-l border-line')}>
        <RunLinks runs={row.runs} />
        <RunSeedButton studyId={studyId} configuration={row.configuration} seed={seed} />
      </td>
      <td className={cell}>
        {strip ? (
          <Link
            href={`/runs/${strip.runId}?tab=samples`}
            className="block"
            title={`seed ${strip.seed}, after iteration ${formatCount(strip.sample.step)}`}
          >
            <SampleStrip strip={strip} />
          </Link>
        ) : (
          <span className="text-faint">–</span>
        )}
      </td>
    </tr>
  );
}

/** What the paper leaves open about the row, and how it was filled. */
function OurReading({ configuration }: Pick<AblationTableRow, 'configuration'>) {
  const { ourReading } = ablationRow(configuration);
  if (ourReading === undefined) return null;
  return (
    <details className="max-w-80 text-xs leading-4 text-muted">
      <summary className="cursor-pointer">Our reading</summary>
      {ourReading}
    </details>
  );
}

function Measured({ row, column }: { readonly row: AblationTableRow; readonly column: FigureColumn }) {
  const why = whyInapplicable(row, column);
  if (why)
    return (
      <span className="text-faint" title={why}>
        n/a
      </span>
    );
  return <MeasuredCell figures={columnFigures(row.measured, column)} />;
}

function LossTerms({ overrides }: Pick<AblationTableRow, 'overrides'>) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 font-mono text-2xs">
      {lossTermsOf(overrides).map(({ step, term, weight }) => (
        <span
          key={`${step}/${term}`}
          title={weight === 0 ? `${step}/${term} is off` : `${step}/${term}, weight ${weight}`}
          className={weight === 0 ? 'text-bad line-through' : 'text-faint'}
        >
          {term}
        </span>
      ))}
    </span>
  );
}

/** More keys than that would push the next row out of sight. */
const KEYS_IN_SIGHT = 2;

/** The keys in which the row differs from the complete model F. */
function Difference({ overrides }: Pick<AblationTableRow, 'overrides'>) {
  const difference = differenceFromComplete(overrides);
  const keys = (
    <span className="flex flex-wrap gap-x-2 gap-y-0.5 font-mono text-2xs">
      {difference.map(({ key, from, to }) => (
        <span key={key} className="rounded bg-mark px-1 text-ink" title="Difference from F">
          {key} {formatConfigValue(from)}
          <ArrowRight aria-label="to" className="mx-0.5 inline size-2.5" />
          {formatConfigValue(to)}
        </span>
      ))}
    </span>
  );
  if (difference.length <= KEYS_IN_SIGHT) return keys;
  return (
    <details className="max-w-80 text-xs leading-4 text-muted">
      <summary className="cursor-pointer">{difference.length} keys differ from F</summary>
      {keys}
    </details>
  );
}
