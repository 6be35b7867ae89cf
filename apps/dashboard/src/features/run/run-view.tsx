// One run: its header and its parts, kept up to date by one stream.
'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useMemo, useReducer, useRef } from 'react';
import { useCurves } from '@/features/curves/use-curves.ts';
import { EvaluationView } from '@/features/evaluation/evaluation-view.tsx';
import { isSystemSeries, isTrainingSeries } from '@/features/curves/grouping.ts';
import { SamplesView } from '@/features/samples/samples-view.tsx';
import type { RunGone } from '@/ui/live-news.ts';
import { Nothing } from '@/ui/notice.tsx';
import { useShortcuts } from '@/ui/shortcuts.tsx';
import { useEvents } from '@/ui/use-events.ts';
import { useUrlState } from '@/ui/url-state.ts';
import { AttemptsTable } from './attempts-table.tsx';
import { CheckpointsTable } from './checkpoints-table.tsx';
import { ConfigView } from './config-view.tsx';
import { emptyTexts } from './empty-texts.ts';
import { EnvironmentView } from './environment-view.tsx';
import { LogView } from './log-view.tsx';
import { RunHeader } from './run-header.tsx';
import { RunTabs, type RunTab } from './run-tabs.tsx';
import { applyChange, formatCursor, type RunPageData, type RunUpdate } from './run-update.ts';

// chart.js comes only with the charts.
const CurvesView = dynamic(
  () => import('@/features/curves/curves-view.tsx').then((module) => module.CurvesView),
  {
    ssr: false,
    loading: () => <Nothing>Reading curves…</Nothing>,
  },
);

interface RunViewProps {
  readonly initial: RunPageData;
  readonly now: number;
}

/** Where the stream begins; fixed for the life of the page, later the browser itself knows how far it has read. */
function streamAddress({ run, lines }: RunPageData): string {
  const cursor = formatCursor({ attempt: run.attempt, step: run.step, line: lines.at(-1)?.seq ?? 0 });
  return `/api/live?run=${run.id}&cursor=${cursor}`;
}

export function RunView({ initial, now }: RunViewProps) {
  const [data, apply] = useReducer(applyChange, initial);
  const { id, name } = initial.run;
  const curves = useCurves([id]);
  const curveRuns = useMemo(() => [{ id, label: name }], [id, name]);
  const [parameters, patchUrl] = useUrlState();
  const { run, samples, evaluations, checkpoints, lines } = data;
  const router = useRouter();
  /** Whether the run is being deleted on this page, which then leads to the table by itself. */
  const deleting = useRef(false);
  const connection = useEvents<RunUpdate | RunGone>(streamAddress(initial), (update) => {
    // The page asked for anew says that there is nothing at its address.
    if ('gone' in update) return deleting.current ? undefined : router.refresh();
    if (update.run.attempt === run.attempt) curves.append(run.id, update.curves);
    else curves.reload();
    apply(update);
  });

  const empty = emptyTexts(run);
  const tabs: RunTab[] = [
    {
      id: 'curves',
      title: 'Curves',
      content: () => (
        <CurvesView runs={curveRuns} curves={curves} wanted={isTrainingSeries} empty={empty.curves} />
      ),
    },
    {
      id: 'samples',
      title: 'Samples',
      count: new Set(samples.map((sample) => sample.step)).size,
      content: () => <SamplesView samples={samples} empty={empty.samples} />,
    },
    {
      id: 'evaluation',
      title: 'Evaluation',
      count: new Set(evaluations.map((evaluation) => evaluation.step)).size,
      content: () => (
        <EvaluationView evaluations={evaluations} domains={run.domains} empty={empty.evaluation} />
      ),
    },
    {
      id: 'system',
      title: 'System',
      content: () => (
        <CurvesView runs={curveRuns} curves={curves} wanted={isSystemSeries} empty={empty.system} />
      ),
    },
    { id: 'config', title: 'Config', content: () => <ConfigView config={run.config} base={run.base} /> },
    { id: 'log', title: 'Log', count: lines.length, content: () => <LogView lines={lines} /> },
    {
      id: 'checkpoints',
      title: 'Checkpoints',
      count: checkpoints.length,
      content: () => <CheckpointsTable checkpoints={checkpoints} empty={empty.checkpoints} />,
    },
    {
      id: 'attempts',
      title: 'Attempts',
      count: run.attempts.length,
      content: () => <AttemptsTable attempts={run.attempts} />,
    },
    { id: 'environment', title: 'Environment', content: () => <EnvironmentView run={run} /> },
  ];
  const open = tabs.find((tab) => tab.id === parameters.get('tab'))?.id ?? 'curves';
  const openTab = (id: string | undefined): void => {
    if (id !== undefined) patchUrl({ tab: id === 'curves' ? undefined : id }, 'push');
  };
  useShortcuts('Run', [
    {
      keys: tabs.map((_, i) => String(i + 1)),
      title: 'Part of the run, from the left',
      run: (key) => openTab(tabs[Number(key) - 1]?.id),
    },
  ]);
  return (
    <div className="flex flex-col gap-4">
      <RunHeader
        run={run}
        connection={connection}
        now={now}
        onAnnotated={(said) => apply({ run: said })}
        onDeleting={(isDeleting) => {
          deleting.current = isDeleting;
        }}
      />
      <RunTabs tabs={tabs} open={open} onOpen={openTab} />
    </div>
  );
}
