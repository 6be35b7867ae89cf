// Which columns the table has, and in which order: dragged, or moved with the arrows.
'use client';

import { ArrowDown, ArrowUp, Columns3, GripVertical } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Popover } from '@/ui/popover.tsx';
import { moveColumn, wholeTitle, type Column } from './columns.ts';

interface ColumnMenuProps {
  readonly available: readonly Column[];
  readonly shown: readonly Column[];
  /** undefined: the default columns. */
  readonly onChange: (ids: readonly string[] | undefined) => void;
}

export function ColumnMenu({ available, shown, onChange }: ColumnMenuProps) {
  const ids = shown.map((column) => column.id);
  const [wanted, setWanted] = useState('');
  const matching = available.filter((column) =>
    wholeTitle(column).toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  const headings = [...new Set(matching.map((column) => column.heading))];
  const toggle = (id: string): void =>
    onChange(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  return (
    <Popover
      label="Columns"
      trigger={
        <Button>
          <Columns3 aria-hidden className="size-3.5" />
          Columns
          <span className="text-muted tabular-nums">{shown.length}</span>
        </Button>
      }
    >
      <div className="flex max-h-[60vh] w-[40rem] max-w-full gap-4 max-sm:block max-sm:overflow-auto">
        <div className="flex min-w-0 flex-1 flex-col gap-3 sm:overflow-auto">
          <input
            type="text"
            aria-label="Find a column"
            placeholder="Find a column"
            spellCheck={false}
            className="h-7 shrink-0 rounded border border-line bg-panel px-2.5 placeholder:text-muted"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
          {matching.length === 0 && <p className="text-muted">No column’s name contains “{wanted}”.</p>}
          {headings.map((heading) => (
            <fieldset key={heading}>
              <legend className="label mb-1">{heading || 'Run'}</legend>
              <div className="grid grid-cols-2 gap-x-3">
                {matching
                  .filter((column) => column.heading === heading)
                  .map((column) => (
                    <label
                      key={column.id}
                      className="flex cursor-pointer items-center gap-2 rounded px-1 py-0.5 hover:bg-sunken"
                    >
                      <input
                        type="checkbox"
                        className="accent-(--accent)"
                        checked={ids.includes(column.id)}
                        onChange={() => toggle(column.id)}
                      />
                      <span className="truncate" title={column.title}>
                        {column.title}
                      </span>
                    </label>
                  ))}
              </div>
            </fieldset>
          ))}
        </div>
        <ColumnOrder shown={shown} onChange={onChange} />
      </div>
      <div className="mt-3 border-t border-line pt-2 text-right">
        <Button look="ghost" onClick={() => onChange(undefined)}>
          Default columns
        </Button>
      </div>
    </Popover>
  );
}

function ColumnOrder({ shown, onChange }: Pick<ColumnMenuProps, 'shown' | 'onChange'>) {
  const [dragged, setDragged] = useState<string>();
  const ids = shown.map((column) => column.id);
  const move = (id: string, before: string | undefined): void => onChange(moveColumn(ids, id, before));
  return (
    <div className="w-56 shrink-0 sm:overflow-auto max-sm:mt-3 max-sm:w-full">
      <h3 className="label mb-1">Order</h3>
      <ol>
        {shown.map(({ id, ...named }, i) => (
          <li
            key={id}
            draggable
            className="flex items-center gap-1 rounded hover:bg-sunken"
            onDragStart={() => setDragged(id)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={() => {
              if (dragged !== undefined) move(dragged, id);
            }}
          >
            <GripVertical aria-hidden className="size-3.5 shrink-0 cursor-grab text-faint" />
            <span className="min-w-0 flex-1 truncate" title={wholeTitle(named)}>
              {wholeTitle(named)}
            </span>
            <Button
              look="ghost"
              disabled={i === 0}
              aria-label={`Move ${wholeTitle(named)} to the left`}
              onClick={() => move(id, ids[i - 1])}
            >
              <ArrowUp aria-hidden className="size-3" />
            </Button>
            <Button
              look="ghost"
              disabled={i === shown.length - 1}
              aria-label={`Move ${wholeTitle(named)} to the right`}
              onClick={() => move(id, ids[i + 2])}
            >
              <ArrowDown aria-hidden className="size-3" />
            </Button>
          </li>
        ))}
      </ol>
    </div>
  );
}
