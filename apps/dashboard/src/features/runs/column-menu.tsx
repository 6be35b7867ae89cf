// Which columns the table has.
'use client';

import { Columns3 } from 'lucide-react';
import { Button } from '@/ui/button.tsx';
import { Popover } from '@/ui/popover.tsx';
import type { Column } from './columns.ts';

interface ColumnMenuProps {
  readonly available: readonly Column[];
  readonly shown: readonly Column[];
  /** undefined: the default columns. */
  readonly onChange: (ids: readonly string[] | undefined) => void;
}

export function ColumnMenu({ available, shown, onChange }: ColumnMenuProps) {
  const shownIds = new Set(shown.map((column) => column.id));
  const headings = [...new Set(available.map((column) => column.heading))];
  const toggle = (id: string): void => {
    const kept = available.filter((column) => shownIds.has(column.id) !== (column.id === id));
    onChange(kept.map((column) => column.id));
  };
  return (
    <Popover
      label="Columns"
      trigger={
        <Button>
          <Columns3 aria-hidden className="size-3.5" />
          Columns
          <span className="text-faint tabular-nums">{shown.length}</span>
        </Button>
      }
    >
      <div className="flex max-h-[60vh] w-[26rem] max-w-full flex-col gap-3 overflow-auto">
        {headings.map((heading) => (
          <fieldset key={heading}>
            <legend className="label mb-1">{heading || 'Run'}</legend>
            <div className="grid grid-cols-2 gap-x-3">
              {available
                .filter((column) => column.heading === heading)
                .map((column) => (
                  <label
                    key={column.id}
                    className="flex cursor-pointer items-center gap-2 rounded px-1 py-0.5 hover:bg-sunken"
                  >
                    <input
                      type="checkbox"
                      className="accent-(--accent)"
                      checked={shownIds.has(column.id)}
                      onChange={() => toggle(column.id)}
                    />
                    <span className="truncate">{column.title}</span>
                  </label>
                ))}
            </div>
          </fieldset>
        ))}
      </div>
      <div className="mt-3 border-t border-line pt-2 text-right">
        <Button look="ghost" onClick={() => onChange(undefined)}>
          Default columns
        </Button>
      </div>
    </Popover>
  );
}
