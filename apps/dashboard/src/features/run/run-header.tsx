// Who a run is and how far it got.
'use client';

import { metricLabel } from '@starlab/experiment';
import type { RunDetail } from '@starlab/tracking';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { ConfigurationLetter } from '@/ui/configuration-letter.tsx';
import { ConnectionMark } from '@/ui/connection-mark.tsx';
import {
  formatAgo,
  formatCount,
  formatDuration,
  formatMetric,
  formatMoment,
  formatRate,
} from '@/ui/format.ts';
import { ProgressBar } from '@/ui/progress-bar.tsx';
import { StateBadge } from '@/ui/state-badge.tsx';
import type { Connection } from '@/ui/use-events.ts';
import { useNow } from '@/ui/use-now.ts';
import { compareAddress } from '@/features/compare/compare-address.ts';
import { RunPicker } from '@/features/compare/run-picker.tsx';
import { runDuration } from '@/features/runs/columns.ts';
import { Annotations, type AnnotationsOfRun } from './annotations.tsx';
import { RunActions } from './run-actions.tsx';
import { remainingTime } from './remaining.ts';

interface RunHeaderProps {
  readonly run: RunDetail;
  readonly connection: Connection;
  readonly now: number;
  readonly onAnnotated: (said: AnnotationsOfRun) => void;
  readonly onDeleting: (isDeleting: boolean) => void;
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="label">{label}</dt>
      <dd className="whitespace-nowrap tabular-nums">{children}</dd>
    </div>
  );
}

type Figure = RunDetail['evaluations'][number];

/** The latest figures, those of one metric and feature set together. */
function figuresByLabel(run: RunDetail): { label: string; figures: Figure[] }[] {
  const labels = new Map<string, Figure[]>();
  for (const figure of run.evaluations) {
    const label = metricLabel(figure.metric, figure.featureSet);
    labels.set(label, [...(labels.get(label) ?? []), figure]);
  }
  return [...labels].map(([label, figures]) => ({ label, figures }));
}

export function RunHeader({ run, connection, now: serverNow, onAnnotated, onDeleting }: RunHeaderProps) {
  const now = useNow(serverNow, { active: run.state === 'running' });
  const duration = runDuration(run, now);
  const remaining = run.state === 'running' ? remainingTime(run) : undefined;
  const started = run.startedAt ?? run.createdAt;
  return (
    <header className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ConfigurationLetter configuration={run.configuration} />
        <h1 className="min-w-0 text-lg font-semibold tracking-tight wrap-anywhere">{run.name}</h1>
        <span data-role="run-state">
          <StateBadge state={run.state} />
        </span>
        {run.archivedAt !== null && (
          <span className="rounded bg-sunken px-1.5 text-xs text-muted">archived</span>
        )}
        <Link
          href={`/?study=${run.studyId}`}
          className="min-w-0 text-muted underline decoration-line-strong underline-offset-2 wrap-anywhere hover:text-ink"
        >
          {run.studyName}
        </Link>
        <span className="ml-auto flex items-center gap-3">
          <RunPicker
            title="Compare with"
            compared={[run.id]}
            addressWith={(id) => compareAddress([run.id, id])}
          />
          <RunActions run={run} onDeleting={onDeleting} />
          <ConnectionMark connection={connection} />
        </span>
      </div>
      <Annotations runId={run.id} tags={run.tags} note={run.note} onAnnotated={onAnnotated} />
      {run.reason !== null && (
        <p
          className="rounded border border-bad/30 bg-bad/5 px-3 py-1.5 wrap-anywhere whitespace-pre-wrap text-bad"
          role="alert"
        >
          {run.reason}
        </p>
      )}
      <dl className="panel flex flex-wrap gap-x-8 gap-y-3 px-4 py-3">
        <div className="min-w-56 flex-1">
          <dt className="label">iteration</dt>
          <dd className="flex flex-col gap-1.5 tabular-nums">
            <span className="flex justify-between gap-4 whitespace-nowrap">
              <span>
                <span className="font-medium" data-role="step">
                  {formatCount(run.step)}
                </span>{' '}
                {run.iterations !== null && (
                  <span className="text-faint">of {formatCount(run.iterations)}</span>
                )}
              </span>
              <span className="text-muted">
                {run.iterationsPerSecond !== null && formatRate(run.iterationsPerSecond)}
                {remaining !== undefined && `, ${formatDuration(remaining)} left`}
              </span>
            </span>
            {run.iterations !== null && <ProgressBar value={run.step} of={run.iterations} label="Progress" />}
          </dd>
        </div>
        <Fact label="seed">{run.seed}</Fact>
        <Fact label="attempt">{run.attempt === 0 ? '–' : run.attempt}</Fact>
        <Fact label={run.startedAt === null ? 'created' : 'started'}>
          <time dateTime={started} title={formatMoment(started)}>
            {formatAgo(started, now)}
          </time>
        </Fact>
        <Fact label="duration">{duration === undefined ? '–' : formatDuration(duration)}</Fact>
        {figuresByLabel(run).map(({ label, figures }) => (
          <Fact key={label} label={label}>
            {figures.map((figure) => (
              <span
                key={figure.mode}
                className="mr-3 last:mr-0"
                title={`after iteration ${formatCount(figure.step)}`}
              >
                <span className="font-medium">{formatMetric(figure.metric, figure.mean)}</span>{' '}
                <span className={figure.mode === 'latent' ? 'text-latent' : 'text-reference'}>
                  {figure.mode}
                </span>
              </span>
            ))}
          </Fact>
        ))}
      </dl>
    </header>
  );
}
