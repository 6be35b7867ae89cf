// The heading of a column by which runs, or groups of them, can be sorted.
import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Sorting } from './table-state.ts';

interface SortButtonProps {
  readonly column: { readonly id: string; readonly numeric: boolean };
  readonly title: string;
  readonly sorting: Sorting;
  readonly onSort: (by: string, numeric: boolean) => void;
}

/** As `aria-sort` says it. */
export function sortOrder(id: string, { by, descending }: Sorting): 'ascending' | 'descending' | undefined {
  if (by !== id) return undefined;
  return descending ? 'descending' : 'ascending';
}

export function SortButton({ column, title, sorting, onSort }: SortButtonProps) {
  const order = sortOrder(column.id, sorting);
  const Arrow = order === 'descending' ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      title={title}
      className={clsx(
        'inline-flex max-w-full items-center gap-1 rounded px-1.5 py-0.5 text-xs font-medium whitespace-nowrap hover:bg-sunken hover:text-ink',
        order ? 'text-ink' : 'text-muted',
      )}
      onClick={() => onSort(column.id, column.numeric)}
    >
      <span className="truncate">{title}</span>
      {order && <Arrow aria-hidden className="size-3 shrink-0" />}
    </button>
  );
}
