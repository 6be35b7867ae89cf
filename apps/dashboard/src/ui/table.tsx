// A plain table: headings, rows of cells, hairlines. Numbers stand to the right.
import clsx from 'clsx';
import type { ReactNode } from 'react';

export interface TableColumn<T> {
  readonly title: string;
  /** What stands at its head; left out, the title. */
  readonly heading?: ReactNode;
  /** If the rows are sorted by it. */
  readonly order?: 'ascending' | 'descending' | undefined;
  readonly numeric?: boolean;
  readonly cell: (row: T) => ReactNode;
}

interface TableProps<T> {
  readonly caption: string;
  readonly columns: readonly TableColumn<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string | number;
  readonly rowClass?: (row: T) => string | undefined;
}

export function Table<T>({ caption, columns, rows, keyOf, rowClass }: TableProps<T>) {
  return (
    <div className="panel relative overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                aria-sort={column.order}
                className={clsx(
                  'px-3 py-1.5 text-xs font-medium whitespace-nowrap text-muted',
                  column.numeric && 'text-right',
                )}
              >
                {column.heading ?? column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={clsx('border-b border-line last:border-b-0', rowClass?.(row))}>
              {columns.map((column) => (
                <td key={column.title} className={clsx('px-3 py-1.5', column.numeric && 'text-right')}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Why a run ended, in a cell: often a traceback, of many lines or of one that is long. */
export function Reason({ children }: { readonly children: string }) {
  return (
    <span className="inline-block w-max max-w-md wrap-anywhere whitespace-pre-wrap text-muted">
      {children}
    </span>
  );
}
