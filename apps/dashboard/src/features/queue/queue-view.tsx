// The queue page: live tables and what can be done about them.
'use client';

import type { QueueContents, QueuedRun } from '@starlab/tracking';
import Link from 'next/link';
import { useState, useTransition, type ReactNode } from 'react';
import { cancel, reorder, retry, type ActionOutcome } from '@/server/launch-actions.ts';
import { ConnectionMark } from '@/ui/connection-mark.tsx';
import { Command } from '@/ui/notice.tsx';
import { useNow } from '@/ui/use-now.ts';
import { moved } from './moved.ts';
import { EndedTable, RunningTable, WaitingTable, WorkersTable } from './queue-tables.tsx';
import { useQueue } from './use-queue.ts';

function Section({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-medium">
        {title} <span className="text-muted tabular-nums">{count}</span>
      </h2>
      {children}
    </section>
  );
}

function NoWorkers() {
  return (
    <div className="panel flex flex-col gap-2 px-4 py-4 text-muted">
      <p>
        No worker is running, so nothing that waits will start.{' '}
        <code className="font-mono text-xs">npm start</code> brings one; on this machine, or any other that
        reaches the database:
      </p>
      <Command>npx starlab worker</Command>
    </div>
  );
}

interface QueueViewProps {
  readonly initial: QueueContents;
  /** Epoch milliseconds on the server. */
  readonly now: number;
}

export function QueueView({ initial, now: serverNow }: QueueViewProps) {
  const { contents, connection, refresh } = useQueue(initial);
  const now = useNow(serverNow);
  const [busy, startAction] = useTransition();
  const [fault, setFault] = useState<string>();
  const { waiting, running, ended, workers } = contents;

  const act = (action: () => Promise<ActionOutcome<void>>): void =>
    startAction(async () => {
      const outcome = await action();
      setFault(outcome.ok ? undefined : `${outcome.message} ${outcome.remedy}`);
      await refresh();
    });
  const onCancel = (run: QueuedRun): void => act(() => cancel(run.runId));

  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-lg font-semibold tracking-tight">Queue</h1>
        <Link
          href="/launch"
          className="inline-flex h-7 items-center rounded border border-line bg-panel px-2.5 text-muted hover:border-line-strong hover:text-ink"
        >
          Launch runs
        </Link>
        <span className="ml-auto">
          <ConnectionMark connection={connection} />
        </span>
      </div>
      {fault !== undefined && (
        <p className="rounded border border-bad/30 bg-bad/5 px-3 py-1.5 text-bad" role="alert">
          {fault}
        </p>
      )}
      <Section title="Workers" count={workers.length}>
        {workers.length === 0 ? <NoWorkers /> : <WorkersTable workers={workers} now={now} />}
      </Section>
      <Section title="Running" count={running.length}>
        <RunningTable runs={running} now={now} busy={busy} onCancel={onCancel} />
      </Section>
      <Section title="Waiting" count={waiting.length}>
        <WaitingTable
          runs={waiting}
          now={now}
          busy={busy}
          onCancel={onCancel}
          onMove={(run, move) =>
            act(() =>
              reorder(
                moved(
                  waiting.map(({ runId }) => runId),
                  run.runId,
                  move,
                ),
              ),
            )
          }
        />
      </Section>
      {ended.length > 0 && (
        <Section title="Ended lately" count={ended.length}>
          <EndedTable runs={ended} now={now} busy={busy} onRetry={(run) => act(() => retry(run.runId))} />
        </Section>
      )}
    </div>
  );
}
