// The page of all runs: a toolbar and a table, both driven by the address and by what the server pushes.
'use client';

import type { RunFacets, StudySummary } from '@starlab/tracking';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { ConnectionMark } from '@/ui/connection-mark.tsx';
import { downloadText } from '@/ui/download.ts';
import { formatCount } from '@/ui/format.ts';
import { Nothing } from '@/ui/notice.tsx';
import { useShortcuts } from '@/ui/shortcuts.tsx';
import { StateDot } from '@/ui/state-badge.tsx';
import { useNow } from '@/ui/use-now.ts';
import { useUrlState } from '@/ui/url-state.ts';
import { MAX_COMPARED } from '@/features/compare/compare-address.ts';
import { BulkBar } from './bulk-bar.tsx';
import { availableColumns, chooseColumns, moveColumn } from './columns.ts';
import type { SearchedRuns } from './found-runs.ts';
import { fetchFound } from './fetch-found.ts';
import { GroupTable } from './group-table.tsx';
import { leaveTable, leftTable } from './left-table.ts';
import { NoRuns } from './no-runs.tsx';
import { RunsTable } from './runs-table.tsx';
import { RunsToolbar } from './runs-toolbar.tsx';
import { runsCsv } from './runs-csv.ts';
import { chooseAll, clickRow, nothingSelected, withRead } from './selection.ts';
import { countStates } from './states.ts';
import {
  nextSorting,
  readColumns,
  readTableState,
  searchAddress,
  writeTableState,
  type TableState,
} from './table-state.ts';
import { useFacets } from './use-facets.ts';
import { useFoundRuns } from './use-found-runs.ts';

export interface RunsPageData {
  readonly found: SearchedRuns;
  readonly facets: RunFacets;
  readonly studies: readonly Pick<StudySummary, 'id' | 'name'>[];
  readonly configKeys: readonly string[];
}

/** Ages are told in seconds only at first; a table redrawn every second would be in its reader's way. */
const CLOCK_MS = 5_000;

interface RunsViewProps {
  readonly initial: RunsPageData;
  /** What `initial.found` answers. */
  readonly search: string;
  /** Id of the study that `initial.facets` are of, or '' for all. */
  readonly study: string;
  /** Epoch milliseconds on the server. */
  readonly now: number;
}

export function RunsView({ initial, search, study, now: serverNow }: RunsViewProps) {
  const { studies, configKeys } = initial;
  const [parameters, patchUrl] = useUrlState();
  const state = readTableState(parameters);
  const wanted = searchAddress(state);
  const { list, searching, error, connection, round, show, reread } = useFoundRuns(wanted, {
    search,
    found: initial.found,
  });
  const facets = useFacets({ study, facets: initial.facets }, { study: state.study, round });
  const now = useNow(serverNow, { interval: CLOCK_MS });
  const router = useRouter();
  const [left] = useState(() => leftTable(wanted));
  const [selection, setSelection] = useState(left.selection);
  const [current, setCurrent] = useState(left.current);
  /** What came of the last action, until one looks for other runs. */
  const [said, setSaid] = useState({ message: '', search: wanted });
  const say = useCallback((message: string): void => setSaid({ message, search: wanted }), [wanted]);
  const available = useMemo(() => availableColumns(facets, configKeys), [facets, configKeys]);
  const chosen = parameters.get('columns');
  const columns = useMemo(() => chooseColumns(available, readColumns(chosen)), [available, chosen]);

  const change = (patch: Partial<TableState>): void => {
    patchUrl(writeTableState(patch));
    setCurrent(undefined);
  };
  const sort = (by: string, numeric: boolean): void =>
    change({ sorting: nextSorting(state.sorting, by, numeric) });
  const { rows } = list;
  const idAt = useCallback((position: number): string | undefined => rows.get(position)?.id, [rows]);
  const select = useCallback(
    (position: number, shift: boolean): void =>
      setSelection((known) => clickRow(known, { position, shift, idAt })),
    [idAt],
  );
  useEffect(() => {
    const { unread } = selection;
    if (!unread) return;
    let isWanted = true;
    fetchFound(wanted, unread.from, unread.to).then(
      (runs) => {
        if (isWanted)
          setSelection((known) =>
            withRead(
              known,
              runs.map(({ id }) => id),
            ),
          );
      },
      (reason: unknown) => {
        say(reason instanceof Error ? reason.message : String(reason));
        setSelection(nothingSelected);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [selection, wanted, say]);
  const step = (by: number): void =>
    setCurrent(Math.max(0, Math.min(list.total - 1, (current ?? (by > 0 ? -1 : 0)) + by)));
  const currentId = current === undefined ? undefined : idAt(current);

  useShortcuts('Runs', [
    { keys: ['j', 'ArrowDown'], title: 'Next run', run: () => step(1) },
    { keys: ['k', 'ArrowUp'], title: 'Previous run', run: () => step(-1) },
    {
      keys: ['Enter', 'o'],
      title: 'Open the run',
      run: () => {
        if (currentId !== undefined) router.push(`/runs/${currentId}`);
      },
    },
    {
      keys: ['x'],
      title: 'Choose the run, or not',
      run: () => {
        if (current !== undefined) select(current, false);
      },
    },
    {
      keys: ['c'],
      title: 'Compare the chosen runs',
      run: () => {
        if (selection.ids.size > MAX_COMPARED) say(`At most ${MAX_COMPARED} runs can be compared.`);
        else if (selection.ids.size > 0) router.push(`/compare?runs=${[...selection.ids].join(',')}`);
      },
    },
    { keys: ['Escape'], title: 'Choose none', run: () => setSelection(nothingSelected) },
  ]);

  const states = countStates(facets.states);
  if (states.length === 0 && list.total === 0 && wanted === '') return <NoRuns />;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="text-lg font-semibold tracking-tight">Runs</h1>
        <ul className="flex flex-wrap gap-x-4 text-muted tabular-nums" aria-label="Runs by state">
          {states.map((entry) => (
            <li key={entry.state} className="inline-flex items-center gap-1.5">
              <StateDot state={entry.state} />
              {formatCount(entry.count)} {entry.state}
            </li>
          ))}
        </ul>
        <span className="ml-auto flex items-baseline gap-4">
          <span className="text-muted tabular-nums" role="status" data-role="found">
            {(said.search === wanted && said.message) ||
              (searching ? 'Searching…' : `${formatCount(list.total)} found`)}
          </span>
          <ConnectionMark connection={connection} />
        </span>
      </div>
      <RunsToolbar
        facets={facets}
        studies={studies}
        state={state}
        available={available}
        columns={columns}
        onChange={change}
        onExport={() =>
          void fetchFound(wanted, 0, list.total).then(
            (runs) => downloadText('runs.csv', runsCsv(runs, columns, Date.now()), 'text/csv'),
            (reason: unknown) => say(reason instanceof Error ? reason.message : String(reason)),
          )
        }
      />
      {error !== undefined && (
        <p className="rounded border border-bad/30 bg-bad/5 px-3 py-1.5 text-bad" role="alert">
          {error}
        </p>
      )}
      {list.total === 0 && !searching ? (
        <Nothing>
          {list.hint ?? 'No run matches.'}{' '}
          <button
            type="button"
            className="text-accent underline underline-offset-2"
            onClick={() => change({ search: '', state: '', study: '', archived: 'without' })}
          >
            Show all
          </button>
        </Nothing>
      ) : state.grouping !== 'none' ? (
        <GroupTable state={state} search={wanted} columns={columns} round={round} onSort={sort} />
      ) : (
        <RunsTable
          list={list}
          columns={columns}
          sorting={state.sorting}
          now={now}
          selected={selection.ids}
          current={current}
          busy={searching}
          onSort={sort}
          onMoveColumn={(id, before) =>
            change({
              columns: moveColumn(
                columns.map((column) => column.id),
                id,
                before,
              ),
            })
          }
          onSelect={select}
          onSight={show}
          onSelectAll={(all) => setSelection(all ? chooseAll(list.total) : nothingSelected)}
          scrolledTo={left.scrollTop}
          onLeave={(scrollTop) => leaveTable({ search: wanted, selection, current, scrollTop })}
        />
      )}
      {selection.ids.size > 0 && !selection.unread && (
        <BulkBar
          ids={[...selection.ids]}
          tags={facets.tags}
          canRestore={state.archived !== 'without'}
          onDone={(message) => {
            say(message);
            setSelection(nothingSelected);
            reread();
          }}
          onClear={() => setSelection(nothingSelected)}
        />
      )}
    </div>
  );
}
