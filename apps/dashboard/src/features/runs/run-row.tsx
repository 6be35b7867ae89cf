// One run as a row of the table.
'use client';

import type { RunSummary } from '@starlab/tracking';
import clsx from 'clsx';
import Link from 'next/link';
import { memo } from 'react';
import { ConfigurationLetter } from '@/ui/configuration-letter.tsx';
import { formatAgo, formatCount, formatDuration, formatMoment, formatRate } from '@/ui/format.ts';
import { ProgressBar } from '@/ui/progress-bar.tsx';
import { StateBadge } from '@/ui/state-badge.tsx';
import { durationColumn, runDuration, startedColumn, tagsColumn, type Column } from './columns.ts';

interface RunRowProps {
  readonly run: RunSummary;
  /** Position among all runs found, from 0. */
  readonly position: number;
  readonly columns: readonly Column[];
  readonly now: number;
  readonly height: number;
  readonly selected: boolean;
  /** Whether the keys j and k stand at it. */
  readonly current: boolean;
  readonly onSelect: (position: number, shift: boolean) => void;
}

/** Remembered: while one scrolls, only rows that come into sight are made. */
export const RunRow = memo(function RunRow({
  run,
  position,
  columns,
  now,
  height,
  selected,
  current,
  onSelect,
}: RunRowProps) {
  return (
    <tr
      aria-rowindex={position + 1}
      aria-selected={selected}
      data-run={run.id}
      style={{ height }}
      className={clsx(
        'group *:border-b *:border-line max-sm:mb-2 max-sm:*:border-b-0 max-sm:flex max-sm:flex-wrap max-sm:content-start max-sm:items-center max-sm:gap-x-3 max-sm:gap-y-1.5 max-sm:overflow-hidden max-sm:rounded-md max-sm:border max-sm:border-line max-sm:bg-panel max-sm:p-3',
        selected ? 'bg-accent-soft' : 'bg-panel hover:bg-sunken',
        run.archivedAt !== null && 'opacity-60',
        current && 'outline-2 -outline-offset-2 outline-accent',
      )}
    >
      <th
        scope="row"
        className="sticky left-0 z-[1] bg-inherit py-0 pr-2.5 pl-2.5 text-left font-medium max-sm:static max-sm:min-w-0 max-sm:flex-1 max-sm:p-0"
      >
        <span className="flex items-center gap-2">
          <input
            type="checkbox"
            aria-label={`Choose ${run.name}`}
            className="size-3.5 shrink-0 accent-(--accent)"
            checked={selected}
            onChange={() => undefined}
            onClick={(event) => onSelect(position, event.shiftKey)}
          />
          <Link
            href={`/runs/${run.id}`}
            prefetch={false}
            title={run.name}
            className="block truncate text-ink underline-offset-2 group-hover:text-accent group-hover:underline"
          >
            {run.name}
          </Link>
        </span>
      </th>
      <td className="px-2.5 py-0 max-sm:p-0">
        <ConfigurationLetter configuration={run.configuration} />
      </td>
      <td className="px-2.5 py-0 max-sm:p-0">
        <StateBadge state={run.state} title={run.reason ?? undefined} />
      </td>
      <td className="px-2.5 py-0 max-sm:w-full max-sm:p-0">
        <Progress run={run} />
      </td>
      {columns.map((column) => (
        <td
          key={column.id}
          className={clsx(
            'truncate px-2.5 py-0 max-sm:flex max-sm:items-baseline max-sm:gap-1.5 max-sm:p-0',
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
});

/** A card has room for figures, not for every loss and setting, and none for gaps. */
function isLeftOutOnPhone(run: RunSummary, column: Column): boolean {
  const detail = column.heading === 'Last logged' || column.heading === 'Configuration';
  return detail || column.value(run) === undefined || column.value(run) === '';
}

function Progress({ run }: { readonly run: RunSummary }) {
  const rate = run.iterationsPerSecond;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex justify-between gap-3 text-xs leading-4 whitespace-nowrap tabular-nums">
        <span>
          {formatCount(run.step)}{' '}
          {run.iterations !== null && <span className="text-muted">/ {formatCount(run.iterations)}</span>}
        </span>
        <span className="text-muted">{rate === null ? '' : formatRate(rate)}</span>
      </div>
      {run.iterations !== null && (
        <ProgressBar value={run.step} of={run.iterations} label={`Progress of ${run.name}`} />
      )}
    </div>
  );
}

interface CellTextProps {
  readonly run: RunSummary;
  readonly column: Column;
  readonly now: number;
}

function CellText({ run, column, now }: CellTextProps) {
  if (column.id === startedColumn.id) {
    if (run.startedAt === null) return <span className="text-muted">not yet</span>;
    return (
      <time dateTime={run.startedAt} title={formatMoment(run.startedAt)} className="text-muted">
        {formatAgo(run.startedAt, now)}
      </time>
    );
  }
  if (column.id === durationColumn.id) {
    const duration = runDuration(run, now);
    return <span className="text-muted">{duration === undefined ? '–' : formatDuration(duration)}</span>;
  }
  if (column.id === tagsColumn.id) return <Tags tags={run.tags} />;
  const text = column.text(run);
  const tone =
    text === 'NaN' || text.endsWith('∞') ? 'font-medium text-bad' : text === '–' ? 'text-faint' : undefined;
  return (
    <span className={tone} title={column.numeric ? undefined : text}>
      {text}
    </span>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  return (
    <span className="inline-flex gap-1" title={tags.join(', ')}>
      {tags.map((tag) => (
        <span key={tag} className="rounded bg-sunken px-1.5 text-xs text-muted">
          {tag}
        </span>
      ))}
    </span>
  );
}
