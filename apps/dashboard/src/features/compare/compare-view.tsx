// Several runs beside one another, part by part. Which part is open and how it is looked at is in the address.
'use client';

import dynamic from 'next/dynamic';
import { useEffect, useMemo, useRef } from 'react';
import { useCurves } from '@/features/curves/use-curves.ts';
import { isTrainingSeries } from '@/features/curves/grouping.ts';
import { RunTabs, type RunTab } from '@/features/run/run-tabs.tsx';
import { LiveRefresh } from '@/ui/live-refresh.tsx';
import { Nothing } from '@/ui/notice.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import { comparedLines, type ComparedRun } from './compared-run.ts';
import { ComparedRuns } from './compared-runs.tsx';
import { ConfigComparison } from './config-comparison.tsx';
import { EvaluationComparison } from './evaluation-comparison.tsx';
import { LossComparison } from './loss-comparison.tsx';
import { SampleComparison } from './sample-comparison.tsx';

// chart.js comes only with the charts.
const CurvesView = dynamic(
  () => import('@/features/curves/curves-view.tsx').then((module) => module.CurvesView),
  { ssr: false, loading: () => <Nothing>Reading curves…</Nothing> },
);

interface CompareViewProps {
  readonly compared: readonly ComparedRun[];
  readonly missing: number;
}

export function CompareView({ compared, missing }: CompareViewProps) {
  const [parameters, patchUrl] = useUrlState();
  const lines = useMemo(() => comparedLines(compared), [compared]);
  const runIds = useMemo(() => compared.map(({ run }) => run.id), [compared]);
  const curves = useCurves(runIds);
  // The page is told that a run went on, not what it logged: its curves are asked for anew.
  const progress = compared.map(({ run }) => run.step).join(' ');
  const read = useRef(progress);
  const { reload } = curves;
  useEffect(() => {
    if (read.current !== progress) reload();
    read.current = progress;
  }, [progress, reload]);

  const parts = { compared, lines };
  const tabs: RunTab[] = [
    {
      id: 'curves',
      title: 'Curves',
      content: () => (
        <CurvesView
          runs={lines}
          curves={curves}
          wanted={isTrainingSeries}
          empty="None of these runs has logged values."
        />
      ),
    },
    { id: 'config', title: 'Config', content: () => <ConfigComparison {...parts} /> },
    { id: 'losses', title: 'Losses at equal step', content: () => <LossComparison {...parts} /> },
    { id: 'evaluation', title: 'FID and LPIPS', content: () => <EvaluationComparison {...parts} /> },
    { id: 'samples', title: 'Samples', content: () => <SampleComparison {...parts} /> },
  ];
  const open = tabs.find((tab) => tab.id === parameters.get('tab'))?.id ?? 'curves';
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="text-lg font-semibold tracking-tight">Compare</h1>
        <span className="text-muted">
          {compared.length} {compared.length === 1 ? 'run' : 'runs'}
          {missing > 0 && `; ${missing} of those asked for not in the database`}
        </span>
        <LiveRefresh runIds={runIds} />
      </div>
      <ComparedRuns compared={compared} lines={lines} />
      <RunTabs
        tabs={tabs}
        open={open}
        onOpen={(id) => patchUrl({ tab: id === 'curves' ? undefined : id }, 'push')}
      />
    </div>
  );
}
