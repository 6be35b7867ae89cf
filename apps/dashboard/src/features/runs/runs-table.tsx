// The table of runs: only the rows in sight are drawn, however many there are. On a phone each row becomes a small card with
// the run's name, state, progress and figures.
'use client';

import clsx from 'clsx';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { useMediaQuery } from '@/ui/use-media-query.ts';
import { columnHeadings, columnWidth, type Column } from './columns.ts';
import type { FoundList } from './found-runs.ts';
import { RunRow } from './run-row.tsx';
import { SortButton, sortOrder } from './sort-button.tsx';
import type { Sorting } from './table-state.ts';
import { rowsInSight, useViewport } from './use-window.ts';

interface RunsTableProps {
  readonly list: FoundList;
  readonly columns: readonly Column[];
  readonly sorting: Sorting;
  readonly now: number;
  readonly selected: ReadonlySet<string>;
  /** Position the keys j and k stand at. */
  readonly current: number | undefined;
  readonly busy: boolean;
  readonly onSort: (by: string, numeric: boolean) => void;
  readonly onMoveColumn: (id: string, before: string) => void;
  readonly onSelect: (position: number, shift: boolean) => void;
  readonly onSight: (from: number, to: number) => void;
  readonly onSelectAll: (all: boolean) => void;
  /** Where the reader left it, px. */
  readonly scrolledTo: number;
  /** Called with where the reader leaves it, px. */
  readonly onLeave: (scrollTop: number) => void;
}

export const fixedColumns = [
  { id: 'name', title: 'run', numeric: false, width: 13 },
  { id: 'configuration', title: 'cfg', numeric: false, width: 3.5 },
  { id: 'state', title: 'state', numeric: false, width: 6.25 },
  { id: 'progress', title: 'progress', numeric: true, width: 11 },
] as const;

/** Heights in px: of a row, of a card with the gap below it, and of the two rows of headings. */
const ROW = 36;
const CARD = 128;
const CARD_GAP = 8;
const HEADINGS = 55;

export function RunsTable(props: RunsTableProps) {
  const { list, columns, sorting, now, selected, current, busy, onSort, onMoveColumn, onSelect, onSight } =
    props;
  const { onSelectAll, scrolledTo, onLeave } = props;
  const box = useRef<HTMLDivElement>(null);
  const phone = useMediaQuery('(max-width: 639px)');
  const viewport = useViewport(box);
  const rowHeight = phone ? CARD : ROW;
  const header = phone ? 0 : HEADINGS;
  const { from, to } = rowsInSight(viewport, { rowHeight, header, total: list.total });
  const reportSight = useEffectEvent(onSight);
  useEffect(() => reportSight(from, to), [from, to]);

  const comeBack = useEffectEvent(() => {
    if (box.current) box.current.scrollTop = scrolledTo;
  });
  const leave = useEffectEvent(() => onLeave(viewport.scrollTop));
  useEffect(() => {
    comeBack();
    return () => leave();
  }, []);

  const scrollTo = useEffectEvent((position: number) => {
    const element = box.current;
    if (!element) return;
    const top = position * rowHeight;
    const room = element.clientHeight - header - rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + room) element.scrollTop = top - room;
  });
  useEffect(() => {
    if (current !== undefined) scrollTo(current);
  }, [current]);

  const width = fixedColumns.length + columns.length;
  const widths = [...fixedColumns.map((column) => column.width), ...columns.map(columnWidth)];
  const total = widths.reduce((sum, rem) => sum + rem, 0);
  return (
    <div
      ref={box}
      tabIndex={0}
      role="region"
      aria-label="Table of runs"
      aria-busy={busy}
      className={clsx(
        'panel max-h-[calc(100dvh-13rem)] min-h-48 overflow-auto max-sm:border-0 max-sm:bg-transparent',
        busy && 'opacity-60',
      )}
    >
      <table
        className="w-full table-fixed border-separate border-spacing-0 max-sm:block max-sm:w-auto max-sm:min-w-0!"
        style={{ minWidth: `${total}rem` }}
        aria-rowcount={list.total}
      >
        <caption className="sr-only">Runs</caption>
        <colgroup className="max-sm:hidden">
          {widths.map((rem, i) => (
            <col key={i} style={{ width: `${rem}rem` }} />
          ))}
        </colgroup>
        <Headings
          columns={columns}
          sorting={sorting}
          chosen={selected.size === 0 ? 'none' : selected.size >= list.total ? 'all' : 'some'}
          onSort={onSort}
          onMoveColumn={onMoveColumn}
          onSelectAll={onSelectAll}
        />
        <tbody className="max-sm:block">
          <Spacer height={from * rowHeight} width={width} />
          {Array.from({ length: to - from }, (_, i) => from + i).map((position) => {
            const run = list.rows.get(position);
            if (!run) return <Spacer key={`unread ${position}`} height={rowHeight} width={width} />;
            return (
              <RunRow
                key={run.id}
                run={run}
                position={position}
                columns={columns}
                now={now}
                height={phone ? CARD - CARD_GAP : ROW}
                selected={selected.has(run.id)}
                current={position === current}
                onSelect={onSelect}
              />
            );
          })}
          <Spacer height={(list.total - to) * rowHeight} width={width} />
        </tbody>
      </table>
    </div>
  );
}

/** The room of rows that are not drawn. */
function Spacer({ height, width }: { readonly height: number; readonly width: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden style={{ height }} className="max-sm:block">
      <td colSpan={width} className="p-0" />
    </tr>
  );
}

interface HeadingsProps {
  readonly columns: readonly Column[];
  readonly sorting: Sorting;
  readonly onSort: (by: string, numeric: boolean) => void;
  readonly onMoveColumn: (id: string, before: string) => void;
  readonly chosen: 'none' | 'some' | 'all';
  readonly onSelectAll: (all: boolean) => void;
}

function Headings({ columns, sorting, onSort, onMoveColumn, chosen, onSelectAll }: HeadingsProps) {
  const [dragged, setDragged] = useState<string>();
  return (
    <thead className="sticky top-0 z-10 bg-panel text-left max-sm:hidden">
      <tr className="h-6">
        <td colSpan={fixedColumns.length} className="p-0" />
        {columnHeadings(columns).map(({ heading: text, span }, i) => (
          <td
            key={i}
            colSpan={span}
            className={clsx(
              'label truncate px-2.5 pt-1.5 text-center whitespace-nowrap',
              text && 'border-l border-line',
            )}
          >
            {text}
          </td>
        ))}
      </tr>
      <tr className="h-[31px]">
        {fixedColumns.map((column) => (
          <SortHeading key={column.id} column={column} sorting={sorting} onSort={onSort}>
            {column.id === 'name' && (
              <input
                type="checkbox"
                aria-label="Choose every run found"
                title="Choose every run found"
                className="mr-0.5 ml-1.5 size-3.5 shrink-0 accent-(--accent)"
                checked={chosen === 'all'}
                ref={(box) => {
                  if (box) box.indeterminate = chosen === 'some';
                }}
                onChange={(event) => onSelectAll(event.target.checked)}
              />
            )}
          </SortHeading>
        ))}
        {columns.map((column) => (
          <SortHeading
            key={column.id}
            column={column}
            sorting={sorting}
            onSort={onSort}
            onDragStart={() => setDragged(column.id)}
            onDrop={() => {
              if (dragged !== undefined) onMoveColumn(dragged, column.id);
              setDragged(undefined);
            }}
          />
        ))}
      </tr>
    </thead>
  );
}

interface SortHeadingProps {
  readonly column: { readonly id: string; readonly title: string; readonly numeric: boolean };
  readonly sorting: Sorting;
  readonly onSort: (by: string, numeric: boolean) => void;
  /** Given where the column can be dragged to another place. */
  readonly onDragStart?: () => void;
  readonly onDrop?: () => void;
  /** Stands before the title. */
  readonly children?: ReactNode;
}

function SortHeading({ column, sorting, onSort, onDragStart, onDrop, children }: SortHeadingProps) {
  return (
    <th
      scope="col"
      aria-sort={sortOrder(column.id, sorting)}
      draggable={onDragStart !== undefined}
      onDragStart={onDragStart}
      onDragOver={(event) => {
        if (onDrop) event.preventDefault();
      }}
      onDrop={onDrop}
      className={clsx(
        'border-b border-line px-1 py-1 font-normal',
        column.numeric && 'text-right',
        column.id === 'name' && 'sticky left-0 z-[1] bg-panel',
      )}
    >
      <span className="inline-flex max-w-full items-center align-middle">
        {children}
        <SortButton column={column} title={column.title} sorting={sorting} onSort={onSort} />
      </span>
    </th>
  );
}
