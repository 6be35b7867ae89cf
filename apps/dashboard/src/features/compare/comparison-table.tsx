// A table with one column a run: a name at the left, which stays in sight, and what each run has at the right.
import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { CurveRun } from '@/features/curves/curve-run.ts';
import { RunKey } from './run-key.tsx';

interface ComparisonTableProps<Row> {
  readonly caption: string;
  readonly heading: string;
  readonly lines: readonly CurveRun[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly title: (row: Row) => ReactNode;
  readonly cell: (row: Row, run: number) => ReactNode;
  readonly cellClass?: (row: Row, run: number) => string | undefined;
}

export function ComparisonTable<Row>({ caption, heading, lines, rows, ...of }: ComparisonTableProps<Row>) {
  return (
    <div
      className="panel relative w-fit max-w-full overflow-x-auto"
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table className="border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line">
            <th
              scope="col"
              className="sticky left-0 z-10 bg-panel px-3 py-1.5 text-xs font-medium text-muted"
            >
              {heading}
            </th>
            {lines.map((line) => (
              <th key={line.id} scope="col" className="max-w-56 px-3 py-1.5 text-right text-xs font-medium">
                <RunKey line={line} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={of.keyOf(row)} className="border-b border-line last:border-b-0">
              <th
                scope="row"
                className="sticky left-0 z-10 bg-panel px-3 py-1.5 font-mono text-xs font-normal whitespace-nowrap"
              >
                {of.title(row)}
              </th>
              {lines.map((line, i) => (
                <td
                  key={line.id}
                  className={clsx(
                    'min-w-32 px-3 py-1.5 text-right whitespace-nowrap tabular-nums',
                    of.cellClass?.(row, i),
                  )}
                >
                  {of.cell(row, i)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
