// The table of runs. On a phone each row becomes a small card with the run's name, state, progress and figures.
'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import clsx from 'clsx';
import { columnHeadings, type Column } from './columns.ts';
import type { RunGroup } from './rows.ts';
import { RunRow } from './run-row.tsx';
import type { Sorting } from './table-state.ts';

interface RunsTableProps {
  readonly groups: readonly RunGroup[];
  readonly columns: readonly Column[];
  readonly sorting: Sorting;
  readonly now: number;
  readonly onSort: (by: string, numeric: boolean) => void;
}

const fixed = [
  { id: 'name', title: 'run', numeric: false },
  { id: 'configuration', title: 'cfg', numeric: false },
  { id: 'state', title: 'state', numeric: false },
  { id: 'progress', title: 'progress', numeric: true },
] as const;

export function RunsTable({ groups, columns, sorting, now, onSort }: RunsTableProps) {
  const width = fixed.length + columns.length;
  const heading = (column: { id: string; title: string; numeric: boolean }) => (
    <SortHeading key={column.id} column={column} sorting={sorting} onSort={onSort} />
  );
  return (
    <div className="panel overflow-x-auto max-sm:border-0 max-sm:bg-transparent">
      <table className="w-full border-collapse max-sm:block">
        <caption className="sr-only">Runs</caption>
        <thead className="text-left max-sm:hidden">
          <tr>
            <th colSpan={fixed.length} aria-hidden className="p-0" />
            {columnHeadings(columns).map(({ heading: text, span }, i) => (
              <th
                key={i}
                colSpan={span}
                scope="colgroup"
                className={clsx(
                  'label px-2.5 pt-1.5 text-center whitespace-nowrap',
                  text && 'border-l border-line',
                )}
              >
                {text}
              </th>
            ))}
          </tr>
          <tr className="border-b border-line">
            {fixed.map(heading)}
            {columns.map(heading)}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.key} className="max-sm:flex max-sm:flex-col max-sm:gap-2">
            {group.title !== '' && (
              <tr className="border-y border-line bg-sunken first:border-t-0 max-sm:bg-transparent">
                <th colSpan={width} scope="rowgroup" className="px-3 py-1 text-left font-medium">
                  {group.title}
                  <span className="ml-2 font-normal text-faint">
                    {group.runs.length} {group.runs.length === 1 ? 'run' : 'runs'}
                  </span>
                </th>
              </tr>
            )}
            {group.runs.map((run) => (
              <RunRow key={run.id} run={run} columns={columns} now={now} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

interface SortHeadingProps {
  readonly column: { readonly id: string; readonly title: string; readonly numeric: boolean };
  readonly sorting: Sorting;
  readonly onSort: (by: string, numeric: boolean) => void;
}

function SortHeading({ column, sorting, onSort }: SortHeadingProps) {
  const sorted = sorting.by === column.id;
  const Arrow = sorting.descending ? ArrowDown : ArrowUp;
  const order = sorting.descending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      aria-sort={sorted ? order : undefined}
      className={clsx('px-1 py-1 font-normal', column.numeric && 'text-right')}
    >
      <button
        type="button"
        className={clsx(
          'inline-flex items-center gap-1 rounded px-1.5 py-0.5 text-xs font-medium whitespace-nowrap hover:bg-sunken hover:text-ink',
          sorted ? 'text-ink' : 'text-muted',
        )}
        onClick={() => onSort(column.id, column.numeric)}
      >
        {column.title}
        {sorted && <Arrow aria-hidden className="size-3" />}
      </button>
    </th>
  );
}
