// The paper's Table 1, with the figures of a study beside the paper's.
import { ablationRow, metricTraits, paperMetrics } from '@starlab/experiment';
import type { AblationTable, AblationTableRow } from '@starlab/tracking';
import clsx from 'clsx';
import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { ConfigurationLetter } from '@/ui/configuration-letter.tsx';
import { formatCount, formatMetric } from '@/ui/format.ts';
import { StateDot } from '@/ui/state-badge.tsx';
import {
  absence,
  columnFigures,
  figureColumns,
  modes,
  publishedFigures,
  publishedVersions,
  runProgress,
  type FigureColumn,
  type PublishedFigure,
} from './figures.ts';
import { MeasuredCell } from './measured-cell.tsx';
import { differenceFromComplete, lossTermsOf } from './loss-terms.ts';
import { nextSeed } from './next-seed.ts';
import { RunSeedButton } from './run-seed-button.tsx';
import { SampleStrip, type StripSample } from './sample-strip.tsx';

interface AblationTableViewProps {
  readonly table: AblationTable;
  readonly strips: Readonly<Record<string, StripSample | undefined>>;
}

const cell = 'px-2.5 py-2.5 align-top';
const figureCell = `${cell} text-right whitespace-nowrap`;

export function AblationTableView({ table, strips }: AblationTableViewProps) {
  const versions = publishedVersions(table);
  const columns = figureColumns(table);
  return (
    <div className="panel overflow-x-auto">
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

const columnKey = ({ mode, metric, fingerprintSha256 }: FigureColumn): string =>
  `${mode} ${metric} ${fingerprintSha256}`;

/** "FID (demo features)" with its qualification on a line of its own, and how it is measured in the tooltip. */
function ColumnTitle({ column }: { readonly column: FigureColumn }) {
  const [name, qualification] = column.label.split(/ (?=\()/);
  const { fingerprintSha256 } = column;
  return (
    <span
      title={
        fingerprintSha256 &&
        `${column.fingerprint.network} at ${column.fingerprint.imageSize} px, ${column.fingerprint.outputsPerSource} outputs a source, ${column.fingerprint.protocol}, data ${column.fingerprint.dataSha256.slice(0, 8)}; fingerprint ${fingerprintSha256.slice(0, 12)}`
      }
    >
      {name}
      {qualification && <span className="block text-2xs whitespace-nowrap text-faint">{qualification}</span>}
      {!column.comparable && (
        <span className="block text-2xs whitespace-nowrap text-warn">
          † <code className="font-mono">{fingerprintSha256?.slice(0, 8)}</code>
        </span>
      )}
    </span>
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
            <OurReading configuration={row.configuration} />
          </div>
        </div>
      </th>
      {versions.flatMap((version) =>
        paperMetrics.map((metric, i) => (
          <td key={`${version} ${metric}`} className={clsx(figureCell, i === 0 && 'border-l border-line')}>
            <Published figures={publishedFigures(row, version, metric)} />
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
            <MeasuredCell row={row} figures={columnFigures(row, column)} metric={column.metric} />
          </td>
        ))
      )}
      <td className={clsx(cell, 'border-l border-line')}>
        <RunLinks row={row} />
        {row.trainable && <RunSeedButton studyId={studyId} configuration={row.configuration} seed={seed} />}
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

function LossTerms({ overrides }: { readonly overrides: AblationTableRow['overrides'] }) {
  const difference = differenceFromComplete(overrides);
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
      {difference.map(({ key, from, to }) => (
        <span key={key} className="rounded bg-mark px-1 text-ink" title="Difference from F">
          {key} {String(from)}
          <ArrowRight aria-label="to" className="mx-0.5 inline size-2.5" />
          {String(to)}
        </span>
      ))}
    </span>
  );
}

const evidenceTitles = {
  read: 'read in the source',
  consistent: 'not seen, but agrees with a figure that was',
  unverified: 'unverified',
} as const satisfies Record<PublishedFigure['evidence'], string>;

function Published({ figures }: { readonly figures: readonly PublishedFigure[] }) {
  if (figures.length === 0) return <span className="text-faint">–</span>;
  return figures.map((figure) => (
    <span
      key={`${figure.value} ${figure.source}`}
      tabIndex={0}
      title={`${figure.source}; ${evidenceTitles[figure.evidence]}`}
      className="relative block cursor-help text-muted"
    >
      {formatMetric(figure.metric === 'lpips' ? 'lpips' : 'fid', figure.value)}
      {figure.evidence === 'unverified' && <sup className="absolute top-1 text-warn">?</sup>}
    </span>
  ));
}

function RunLinks({ row }: { readonly row: AblationTableRow }) {
  if (row.runs.length === 0) return row.trainable ? null : <span className="text-faint">–</span>;
  return (
    <ul className="flex flex-col gap-0.5">
      {row.runs.map((run) => (
        <li key={run.id}>
          <Link
            href={`/runs/${run.id}`}
            className="inline-flex flex-wrap items-center gap-x-1.5 hover:text-accent hover:underline"
            title={runProgress(run)}
          >
            <StateDot state={run.state} />
            <span className="whitespace-nowrap tabular-nums">seed {run.seed}</span>
            {run.state === 'finished' ? (
              <span className="sr-only">, finished</span>
            ) : (
              <span className="pl-3.5 text-xs whitespace-nowrap text-muted tabular-nums">
                {runProgress(run)}
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}
