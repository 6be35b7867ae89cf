// The page of all runs: a toolbar and a table, both driven by the address and by what the server pushes.
'use client';

import type { RunSummary } from '@starlab/tracking';
import { useMemo } from 'react';
import { ConnectionMark } from '@/ui/connection-mark.tsx';
import { Nothing } from '@/ui/notice.tsx';
import { StateDot } from '@/ui/state-badge.tsx';
import { useNow } from '@/ui/use-now.ts';
import { useUrlState } from '@/ui/url-state.ts';
import { availableColumns, chooseColumns } from './columns.ts';
import { NoRuns } from './no-runs.tsx';
import { countStates, tableRows } from './rows.ts';
import { RunsTable } from './runs-table.tsx';
import { RunsToolbar } from './runs-toolbar.tsx';
import { nextSorting, readTableState, writeTableState, type TableState } from './table-state.ts';
import { useLiveRuns } from './use-live-runs.ts';

interface RunsViewProps {
  readonly initialRuns: readonly RunSummary[];
  /** Epoch milliseconds on the server. */
  readonly now: number;
}

export function RunsView({ initialRuns, now: serverNow }: RunsViewProps) {
  const { runs, connection } = useLiveRuns(initialRuns);
  const now = useNow(serverNow);
  const [parameters, patchUrl] = useUrlState();
  const state = readTableState(parameters);
  const change = (patch: Partial<TableState>): void => patchUrl(writeTableState(patch));
  const available = useMemo(() => availableColumns(runs), [runs]);

  if (runs.length === 0) return <NoRuns />;

  const columns = chooseColumns(available, state.columns);
  const groups = tableRows(runs, state, available);
  const shown = groups.reduce((sum, group) => sum + group.runs.length, 0);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="text-lg font-semibold tracking-tight">Runs</h1>
        <ul className="flex flex-wrap gap-x-4 text-muted tabular-nums" aria-label="Runs by state">
          {countStates(runs).map((entry) => (
            <li key={entry.state} className="inline-flex items-center gap-1.5">
              <StateDot state={entry.state} />
              {entry.count} {entry.state}
            </li>
          ))}
        </ul>
        <span className="ml-auto">
          <ConnectionMark connection={connection} />
        </span>
      </div>
      <RunsToolbar runs={runs} state={state} available={available} columns={columns} onChange={change} />
      {shown === 0 ? (
        <Nothing>
          None of {runs.length} runs matches.{' '}
          <button
            type="button"
            className="text-accent underline underline-offset-2"
            onClick={() => change({ search: '', state: '', study: '' })}
          >
            Show all
          </button>
        </Nothing>
      ) : (
        <RunsTable
          groups={groups}
          columns={columns}
          sorting={state.sorting}
          now={now}
          onSort={(by, numeric) => change({ sorting: nextSorting(state.sorting, by, numeric) })}
        />
      )}
    </div>
  );
}
