// The configurations side by side, only where they differ; what differs from the first run is marked.
'use client';

import type { CurveRun } from '@/features/curves/curve-run.ts';
import { Nothing } from '@/ui/notice.tsx';
import type { ComparedRun } from './compared-run.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { comparedKeys, differingRows } from './differing-rows.ts';

interface ConfigComparisonProps {
  readonly compared: readonly ComparedRun[];
  readonly lines: readonly CurveRun[];
}

export function ConfigComparison({ compared, lines }: ConfigComparisonProps) {
  const runs = compared.map(({ run }) => run);
  const rows = differingRows(runs);
  if (rows.length === 0)
    return <Nothing>These runs have the same configuration, data, code and device.</Nothing>;
  const keys = new Set(comparedKeys(runs));
  const equal = keys.size - rows.filter(({ key }) => keys.has(key)).length;
  return (
    <div className="flex flex-col gap-2">
      <ComparisonTable
        caption="What differs"
        heading="differs in"
        lines={lines}
        rows={rows}
        keyOf={(row) => row.key}
        title={(row) => (keys.has(row.key) ? row.key : <span className="text-muted italic">{row.key}</span>)}
        cell={(row, i) => (
          <code className="inline-block w-max max-w-sm font-mono text-xs wrap-anywhere whitespace-pre-wrap">
            {row.values[i]}
          </code>
        )}
        cellClass={(row, i) => (row.values[i] === row.values[0] ? undefined : 'bg-mark font-semibold')}
      />
      <p className="text-xs text-muted">
        {equal === 1 ? '1 key' : `${equal} keys`} of the configuration {equal === 1 ? 'is' : 'are'} the same
        for all. Marked: other than the first run’s.
      </p>
    </div>
  );
}
