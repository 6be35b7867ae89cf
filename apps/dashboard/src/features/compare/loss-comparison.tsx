// Every loss term of every run at the same step, and its difference from the first run. A single iteration is noise, so
// the mean over the last iterations is shown; over how many is the reader's choice.
'use client';

import clsx from 'clsx';
import type { CurveRun } from '@/features/curves/curve-run.ts';
import { seriesDescription } from '@/features/curves/grouping.ts';
import { formatCount, formatNumber } from '@/ui/format.ts';
import { Nothing } from '@/ui/notice.tsx';
import { Segments } from '@/ui/segments.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import type { ComparedRun } from './compared-run.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { lossRows, type LossCell } from './loss-rows.ts';
import { useLossesAt } from './use-losses-at.ts';

interface LossComparisonProps {
  readonly compared: readonly ComparedRun[];
  readonly lines: readonly CurveRun[];
}

const windows = ['10', '100', '1000'] as const;
const DEFAULT_WINDOW = '100';

export function LossComparison({ compared, lines }: LossComparisonProps) {
  const [parameters, patchUrl] = useUrlState();
  // A run that waits has no losses; it keeps nobody from comparing the others.
  const reached = compared.map(({ run }) => run.step).filter((at) => at > 0);
  const last = reached.length === 0 ? 0 : Math.min(...reached);
  const wanted = Number(parameters.get('at') ?? last);
  const step = Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, last) : last;
  const window = windows.find((choice) => choice === parameters.get('window')) ?? DEFAULT_WINDOW;
  const runIds = compared.map(({ run }) => run.id);
  const { losses, error } = useLossesAt({ runIds, step, window: Number(window) });

  if (last === 0) return <Nothing>None of these runs has logged anything yet.</Nothing>;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <label className="flex min-w-64 flex-1 items-center gap-3">
          <span className="text-muted">At step</span>
          <input
            type="range"
            min={1}
            max={last}
            value={step}
            className="min-w-24 flex-1 accent-(--accent)"
            onChange={(event) => {
              const next = Number(event.target.value);
              patchUrl({ at: next === last ? undefined : String(next) });
            }}
          />
          <output className="w-20 text-right font-medium tabular-nums" data-role="loss-step">
            {formatCount(step)}
          </output>
        </label>
        <span className="inline-flex items-center gap-2">
          <span className="text-muted">mean over the last</span>
          <Segments
            label="Iterations in the mean"
            value={window}
            options={windows.map((value) => ({ value, title: formatCount(Number(value)) }))}
            onChange={(value) => patchUrl({ window: value === DEFAULT_WINDOW ? undefined : value })}
          />
          <span className="text-muted">iterations</span>
        </span>
      </div>
      {error !== undefined && <Nothing>{error}</Nothing>}
      {losses && (
        <ComparisonTable
          caption="Losses at the same step"
          heading="term"
          lines={lines}
          rows={lossRows(losses)}
          keyOf={(row) => row.name}
          title={(row) => <span title={seriesDescription(row.name)}>{row.name}</span>}
          cell={(row, i) => <LossValue cell={row.cells[i]} />}
        />
      )}
      <p className="text-xs text-muted">
        The slider ends where the shortest of the runs that have begun has got to. Differences are from the
        first run.
      </p>
    </div>
  );
}

function LossValue({ cell }: { readonly cell: LossCell | undefined }) {
  if (cell?.value === undefined) return <span className="text-faint">–</span>;
  const { value, difference, relative } = cell;
  return (
    <>
      <span className={clsx(!Number.isFinite(value) && 'font-medium text-bad')}>{formatNumber(value)}</span>
      {difference !== undefined && (
        <span className="block text-2xs text-muted">
          {difference > 0 && '+'}
          {formatNumber(difference)}
          {relative !== undefined && Number.isFinite(relative) && ` (${percent(relative)})`}
        </span>
      )}
    </>
  );
}

function percent(share: number): string {
  const rounded = Math.round(100 * share);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : ''}${Math.abs(rounded)} %`;
}
