// Runs gathered by what they share: one row a group, with mean ± standard deviation over its seeds.
'use client';

import type { RunGroup } from '@starlab/tracking';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { ConfigurationLetter } from '@/ui/configuration-letter.tsx';
import { formatCount } from '@/ui/format.ts';
import { Nothing } from '@/ui/notice.tsx';
import { StateDot } from '@/ui/state-badge.tsx';
import { Table } from '@/ui/table.tsx';
import { wholeTitle, type Column } from './columns.ts';
import { figureText, groupSettings, sortGroups } from './run-groups.ts';
import { SortButton, sortOrder } from './sort-button.tsx';
import { writeColumns, writeTableState, type TableState } from './table-state.ts';

interface GroupTableProps {
  readonly state: TableState;
  /** Address of the search, without grouping and columns. */
  readonly search: string;
  readonly columns: readonly Column[];
  /** Grows when there are news. */
  readonly round: number;
  readonly onSort: (by: string, numeric: boolean) => void;
}

async function fetchGroups(
  search: string,
  state: TableState,
  columns: readonly Column[],
): Promise<RunGroup[]> {
  const parameters = new URLSearchParams(search);
  parameters.set('group', state.grouping);
  parameters.set('columns', writeColumns(columns.map(({ id }) => id)));
  const response = await fetch(`/api/runs/groups?${parameters.toString()}`);
  if (!response.ok) throw new Error(((await response.json()) as { message: string }).message);
  return (await response.json()) as RunGroup[];
}

export function GroupTable({ state, search, columns: chosen, round, onSort }: GroupTableProps) {
  const columns = chosen.filter(
    (column) => column.numeric && column.id !== 'seed' && column.id !== 'duration',
  );
  const [groups, setGroups] = useState<readonly RunGroup[]>();
  const [error, setError] = useState<string>();
  const ids = columns.map(({ id }) => id).join(',');
  useEffect(() => {
    let wanted = true;
    fetchGroups(search, state, columns).then(
      (found) => {
        if (!wanted) return;
        setGroups(found);
        setError(undefined);
      },
      (reason: unknown) => {
        if (wanted) setError(reason instanceof Error ? reason.message : String(reason));
      },
    );
    return () => {
      wanted = false;
    };
    // `columns` is made anew by every render; its ids say whether it changed.
  }, [search, state.grouping, ids, round]);

  if (error) return <Nothing>{error}</Nothing>;
  if (!groups) return <Nothing>Gathering runs…</Nothing>;
  if (groups.length === 0) return <Nothing>No run matches.</Nothing>;
  return (
    <Table
      caption="Groups of runs"
      rows={sortGroups(groups, columns, state.sorting)}
      keyOf={(group) => group.key}
      columns={[
        {
          title: 'group',
          cell: (group) => <GroupName group={group} groups={groups} grouping={state.grouping} />,
        },
        { title: 'runs', numeric: true, cell: (group) => formatCount(group.runCount) },
        { title: 'seeds', cell: (group) => <Seeds group={group} /> },
        ...columns.map((column, i) => {
          const title = wholeTitle(column);
          return {
            title,
            heading: <SortButton column={column} title={title} sorting={state.sorting} onSort={onSort} />,
            order: sortOrder(column.id, state.sorting),
            numeric: true,
            cell: (group: RunGroup) => (
              <span className="whitespace-nowrap">{figureText(group.figures[i], column)}</span>
            ),
          };
        }),
        {
          title: 'curves',
          cell: (group) => (
            <Link
              className="text-accent underline underline-offset-2"
              prefetch={false}
              href={`/compare?runs=${group.runs.map(({ id }) => id).join(',')}`}
            >
              compare
            </Link>
          ),
        },
      ]}
    />
  );
}

function GroupName({
  group,
  groups,
  grouping,
}: {
  readonly group: RunGroup;
  readonly groups: readonly RunGroup[];
  readonly grouping: TableState['grouping'];
}) {
  if (grouping === 'configuration') {
    return (
      <span className="inline-flex items-center gap-2 whitespace-nowrap">
        <ConfigurationLetter configuration={group.configuration} />{' '}
        {group.configuration === null ? 'No row of Table 1' : `Configuration ${group.configuration}`}
      </span>
    );
  }
  const study = (
    <Link
      className="inline-block w-max max-w-xs shrink-0 wrap-anywhere underline-offset-2 hover:text-accent hover:underline"
      href={`/?${new URLSearchParams(writeTableState({ study: group.studyId }) as Record<string, string>).toString()}`}
    >
      {group.studyName}
    </Link>
  );
  if (grouping === 'study') return study;
  const settings = groupSettings(group, groups);
  return (
    <span className="inline-flex items-center gap-2">
      <ConfigurationLetter configuration={group.configuration} />
      {study}
      {settings !== '' && (
        <code className="max-w-md min-w-48 font-mono text-xs wrap-break-word text-muted">{settings}</code>
      )}
    </span>
  );
}

/** More seeds than that are counted, not named. */
const NAMED_SEEDS = 5;

function Seeds({ group }: { readonly group: RunGroup }) {
  return (
    <span className="inline-flex items-center gap-x-2.5 whitespace-nowrap">
      {group.runs.slice(0, NAMED_SEEDS).map(({ id, name, seed, state }) => (
        <Link
          key={id}
          href={`/runs/${id}`}
          prefetch={false}
          title={`${name}: ${state}`}
          className="inline-flex items-center gap-1 tabular-nums underline-offset-2 hover:text-accent hover:underline"
        >
          <StateDot state={state} />
          {seed}
        </Link>
      ))}
      {group.runCount > NAMED_SEEDS && (
        <span className="text-muted">and {formatCount(group.runCount - NAMED_SEEDS)} more</span>
      )}
    </span>
  );
}
