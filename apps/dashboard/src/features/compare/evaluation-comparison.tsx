// FID against LPIPS, as a picture and in figures, for one way of guiding at a time.
'use client';

import { modeSchema, type Mode } from '@starlab/experiment';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import type { CurveRun } from '@/features/curves/curve-run.ts';
import { formatCount, formatMetric } from '@/ui/format.ts';
import { Nothing } from '@/ui/notice.tsx';
import { Segments } from '@/ui/segments.tsx';
import { Table } from '@/ui/table.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import type { ComparedRun } from './compared-run.ts';
import { RunKey } from './run-key.tsx';
import { scatterOf, type Scatter } from './scatter.ts';

// chart.js comes only with the chart.
const ScatterChart = dynamic(() => import('./scatter-chart.tsx').then((module) => module.ScatterChart), {
  ssr: false,
  loading: () => <Nothing>Drawing…</Nothing>,
});

interface EvaluationComparisonProps {
  readonly compared: readonly ComparedRun[];
  readonly lines: readonly CurveRun[];
}

const modeTitles = { latent: 'Latent-guided', reference: 'Reference-guided' } as const satisfies Record<
  Mode,
  string
>;

export function EvaluationComparison({ compared, lines }: EvaluationComparisonProps) {
  const [parameters, patchUrl] = useUrlState();
  const mode = modeSchema.safeParse(parameters.get('mode')).data ?? 'latent';
  const scatter = useMemo(() => scatterOf(compared, mode), [compared, mode]);
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Segments<Mode>
          label="Guidance"
          value={mode}
          options={modeSchema.options.map((value) => ({ value, title: modeTitles[value] }))}
          onChange={(value) => patchUrl({ mode: value === 'latent' ? undefined : value })}
        />
      </div>
      {scatter ? (
        <>
          <ScatterChart
            scatter={scatter}
            lines={lines}
            label={`${scatter.fidLabel} against ${scatter.lpipsLabel}; the table below has the figures`}
          />
          {scatter.leftOut.length > 0 && (
            <p className="text-xs text-warn">
              Left out, because measured otherwise than the others:{' '}
              {scatter.leftOut.map((id) => lines.find((line) => line.id === id)?.label).join(', ')}.
            </p>
          )}
          <Figures scatter={scatter} lines={lines} />
        </>
      ) : (
        <Nothing>None of these runs has been measured in both FID and LPIPS yet.</Nothing>
      )}
    </div>
  );
}

function Figures({ scatter, lines }: { readonly scatter: Scatter; readonly lines: readonly CurveRun[] }) {
  const rows = scatter.runs.flatMap(({ runId, points }) => {
    const line = lines.find(({ id }) => id === runId);
    return line ? points.map((point) => ({ ...point, line })) : [];
  });
  return (
    <Table
      caption="FID and LPIPS of each run at each evaluation"
      rows={rows}
      keyOf={(row) => `${row.line.id} ${row.step}`}
      columns={[
        { title: 'run', cell: (row) => <RunKey line={row.line} /> },
        { title: 'step', numeric: true, cell: (row) => formatCount(row.step) },
        { title: scatter.fidLabel, numeric: true, cell: (row) => formatMetric('fid', row.fid) },
        { title: scatter.lpipsLabel, numeric: true, cell: (row) => formatMetric('lpips', row.lpips) },
      ]}
    />
  );
}
