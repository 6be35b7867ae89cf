// The tables of the queue page: runs that wait, runs that run, runs that ended, workers.
'use client';

import type { QueuedRun, WorkerSummary } from '@starlab/tracking';
import { ArrowDown, ArrowUp, ArrowUpToLine } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/ui/button.tsx';
import { ConfigurationLetter } from '@/ui/configuration-letter.tsx';
import { formatAgo, formatCount } from '@/ui/format.ts';
import { Nothing } from '@/ui/notice.tsx';
import { ProgressBar } from '@/ui/progress-bar.tsx';
import { StateBadge } from '@/ui/state-badge.tsx';
import { Reason, Table, type TableColumn } from '@/ui/table.tsx';
import type { Move } from './moved.ts';

const runLink = 'font-medium hover:text-accent hover:underline underline-offset-2';

const runColumns: readonly TableColumn<QueuedRun>[] = [
  {
    title: 'run',
    cell: (run) => (
      <span className="flex items-center gap-2 whitespace-nowrap">
        <ConfigurationLetter configuration={run.configuration} />
        <Link className={runLink} href={`/runs/${run.runId}`}>
          {run.name}
        </Link>
        {run.workersLost > 0 && (
          <span className="text-xs text-warn" title="Workers that died while they had this run">
            {run.workersLost} lost
          </span>
        )}
      </span>
    ),
  },
  { title: 'study', cell: (run) => <span className="text-muted">{run.studyName}</span> },
];

const steps = (run: QueuedRun) => (
  <span className="flex min-w-32 flex-col gap-1 tabular-nums">
    <span className="whitespace-nowrap">
      {formatCount(run.step)} <span className="text-muted">/ {formatCount(run.iterations)}</span>
    </span>
    <ProgressBar value={run.step} of={run.iterations} label={`Progress of ${run.name}`} />
  </span>
);

const ago = (iso: string | null, now: number) => (
  <span className="whitespace-nowrap text-muted">{iso === null ? '–' : formatAgo(iso, now)}</span>
);

interface TableProps {
  readonly runs: readonly QueuedRun[];
  readonly now: number;
  /** An action is on its way. */
  readonly busy: boolean;
}

export function RunningTable({
  runs,
  now,
  busy,
  onCancel,
}: TableProps & { onCancel: (run: QueuedRun) => void }) {
  if (runs.length === 0) return <Nothing>No run of the queue is running.</Nothing>;
  return (
    <Table
      caption="Running"
      rows={runs}
      keyOf={({ runId }) => runId}
      columns={[
        ...runColumns,
        { title: 'iterations', cell: steps },
        { title: 'worker', cell: (run) => run.workerName ?? <span className="text-muted">starting</span> },
        { title: 'taken', cell: (run) => ago(run.takenAt, now) },
        {
          title: '',
          numeric: true,
          cell: (run) => (
            <Button disabled={busy} onClick={() => onCancel(run)} aria-label={`Stop ${run.name}`}>
              Stop
            </Button>
          ),
        },
      ]}
    />
  );
}

interface WaitingTableProps extends TableProps {
  readonly onCancel: (run: QueuedRun) => void;
  readonly onMove: (run: QueuedRun, move: Move) => void;
}

const moves = [
  { move: 'first', title: 'to the front', icon: ArrowUpToLine },
  { move: 'up', title: 'up', icon: ArrowUp },
  { move: 'down', title: 'down', icon: ArrowDown },
] as const;

export function WaitingTable({ runs, now, busy, onCancel, onMove }: WaitingTableProps) {
  if (runs.length === 0) {
    return (
      <Nothing>
        Nothing waits.{' '}
        <Link className="text-accent underline underline-offset-2" href="/launch">
          Launch a run
        </Link>
      </Nothing>
    );
  }
  return (
    <Table
      caption="Waiting, next first"
      rows={runs}
      keyOf={({ runId }) => runId}
      columns={[
        {
          title: '',
          numeric: true,
          cell: (run) => <span className="text-muted">{runs.indexOf(run) + 1}</span>,
        },
        ...runColumns,
        { title: 'iterations', cell: steps },
        { title: 'queued', cell: (run) => ago(run.queuedAt, now) },
        {
          title: '',
          numeric: true,
          cell: (run) => (
            <span className="inline-flex gap-1">
              {moves.map(({ move, title, icon: Icon }) => (
                <Button
                  key={move}
                  look="ghost"
                  disabled={busy || runs[move === 'down' ? runs.length - 1 : 0] === run}
                  onClick={() => onMove(run, move)}
                  aria-label={`Move ${run.name} ${title}`}
                  title={`Move ${title}`}
                >
                  <Icon aria-hidden className="size-3.5" />
                </Button>
              ))}
              <Button disabled={busy} onClick={() => onCancel(run)} aria-label={`Cancel ${run.name}`}>
                Cancel
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}

const resumable = new Set(['failed', 'crashed', 'killed']);

export function EndedTable({ runs, now, busy, onRetry }: TableProps & { onRetry: (run: QueuedRun) => void }) {
  return (
    <Table
      caption="Ended lately"
      rows={runs}
      keyOf={({ runId }) => runId}
      columns={[
        ...runColumns,
        { title: 'state', cell: (run) => <StateBadge state={run.state} /> },
        { title: 'iterations', cell: steps },
        { title: 'left the queue', cell: (run) => ago(run.endedAt, now) },
        {
          title: 'reason',
          cell: (run) => run.reason !== null && <Reason>{run.reason}</Reason>,
        },
        {
          title: '',
          numeric: true,
          cell: (run) =>
            resumable.has(run.state) && (
              <Button disabled={busy} onClick={() => onRetry(run)} aria-label={`Retry ${run.name}`}>
                Retry
              </Button>
            ),
        },
      ]}
    />
  );
}

export function WorkersTable({
  workers,
  now,
}: {
  readonly workers: readonly WorkerSummary[];
  readonly now: number;
}) {
  return (
    <Table
      caption="Workers"
      rows={workers}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'worker',
          cell: (worker) => (
            <span className="flex items-center gap-2 whitespace-nowrap">
              <span
                aria-hidden
                className={worker.alive ? 'size-2 rounded-full bg-good' : 'size-2 rounded-full bg-warn'}
              />
              <span className="font-medium">{worker.name}</span>
            </span>
          ),
        },
        { title: 'host', cell: (worker) => worker.host },
        {
          title: 'heartbeat',
          cell: (worker) => (
            <span className="whitespace-nowrap">
              {formatAgo(worker.heartbeatAt, now)}
              {!worker.alive && <span className="text-warn">, silent</span>}
            </span>
          ),
        },
        {
          title: 'device',
          cell: (worker) => (
            <span title={`It has: ${worker.devices.join(', ')}`}>
              {worker.device === 'auto' ? `auto (${worker.devices[0] ?? '–'})` : worker.device}
            </span>
          ),
        },
        { title: 'at once', numeric: true, cell: (worker) => worker.concurrency },
        {
          title: 'works on',
          cell: (worker) =>
            worker.runs.length === 0 ? (
              <span className="text-muted">nothing</span>
            ) : (
              <span className="flex flex-wrap gap-x-3">
                {worker.runs.map(({ runId, name }) => (
                  <Link key={runId} className={runLink} href={`/runs/${runId}`}>
                    {name}
                  </Link>
                ))}
              </span>
            ),
        },
      ]}
    />
  );
}
