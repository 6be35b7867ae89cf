// One run as a row of the table.
'use client';

import type { RunSummary } from '@starlab/tracking';
import clsx from 'clsx';
import Link from 'next/link';
import { ConfigurationLetter } from '@/ui/configuration-letter.tsx';
import { formatAgo, formatCount, formatDuration, formatMoment, formatRate } from '@/ui/format.ts';
import { ProgressBar } from '@/ui/progress-bar.tsx';
import { StateBadge } from '@/ui/state-badge.tsx';
import { durationColumn, runDuration, startedColumn, type Column } from './columns.ts';

interface RunRowProps {
  readonly run: RunSummary;
  readonly columns: readonly Column[];
  readonly now: number;
}

export function RunRow({ run, columns, now }: RunRowProps) {
  return (
    <tr className="group border-b border-line last:border-b-0 hover:bg-sunken/60 max-sm:flex max-sm:rounded-md max-sm:border max-sm:border-line max-sm:bg-panel max-sm:flex-wrap max-sm:items-center max-sm:gap-x-3 max-sm:gap-y-1.5 max-sm:p-3">
      <th
        scope="row"
        className="max-w-72 px-2.5 py-1.5 text-left font-medium max-sm:min-w-0 max-sm:flex-1 max-sm:p-0"
      >
        <Link
          href={`/runs/${run.id}`}
          title={run.name}
          className="block truncate text-ink underline-offset-2 group-hover:text-accent group-hover:underline"
        >
          {run.name}
        </Link>
      </th>
      <td className="px-2.5 py-1.5 max-sm:p-0">
        <ConfigurationLetter configuration={run.configuration} />
      </td>
      <td className="px-2.5 py-1.5 max-sm:p-0">
        <StateBadge state={run.state} title={run.reason ?? undefined} />
      </td>
      <td className="px-2.5 py-1.5 max-sm:w-full max-sm:p-0">
        <Progress run={run} />
      </td>
      {columns.map((column) => (
        <td
          key={column.id}
          className={clsx(
            'px-2.5 py-1.5 whitespace-nowrap max-sm:flex max-sm:items-baseline max-sm:gap-1.5 max-sm:p-0',
            column.numeric && 'text-right',
            isLeftOutOnPhone(run, column) && 'max-sm:hidden',
          )}
        >
          <span aria-hidden className="label hidden max-sm:inline">
            {[column.heading.split(' ')[0], column.title].filter(Boolean).join(' ')}
          </span>
          <CellText run={run} column={column} now={now} />
        </td>
      ))}
    </tr>
  );
}

/** A card has room for figures, not for every loss and setting, and none for gaps. */
function isLeftOutOnPhone(run: RunSummary, column: Column): boolean {
  const detail = column.heading === 'Last logged' || column.heading === 'Configuration';
  return detail || column.value(run) === undefined;
}

function Progress({ run }: { readonly run: RunSummary }) {
  const rate = run.iterationsPerSecond;
  return (
    <div className="flex min-w-34 flex-col gap-1">
      <div className="flex justify-between gap-3 text-xs leading-4 whitespace-nowrap tabular-nums">
        <span>
          {formatCount(run.step)} <span className="text-faint">/ {formatCount(run.iterations)}</span>
        </span>
        <span className="text-faint">{rate === null ? '' : formatRate(rate)}</span>
      </div>
      <ProgressBar value={run.step} of={run.iterations} label={`Progress of ${run.name}`} />
    </div>
  );
}

function CellText({
  run,
  column,
  now,
}: {
  readonly run: RunSummary;
  readonly column: Column;
  readonly now: number;
}) {
  if (column.id === startedColumn.id) {
    if (run.startedAt === null) return <span className="text-faint">not yet</span>;
    const moment = run.startedAt;
    return (
      <time dateTime={moment} title={formatMoment(moment)} className="text-muted">
        {formatAgo(moment, now)}
      </time>
    );
  }
  if (column.id === durationColumn.id) {
    const duration = runDuration(run, now);
    return <span className="text-muted">{duration === undefined ? '–' : formatDuration(duration)}</span>;
  }
  const text = column.text(run);
  const tone =
    text === 'NaN' || text.endsWith('∞') ? 'font-medium text-bad' : text === '–' ? 'text-faint' : undefined;
  return <span className={tone}>{text}</span>;
}
