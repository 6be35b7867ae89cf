// What the search of the runs understands.
'use client';

import { CircleQuestionMark } from 'lucide-react';
import { Button } from '@/ui/button.tsx';
import { Popover } from '@/ui/popover.tsx';
import { searchExamples } from './search-examples.ts';

interface SearchHelpProps {
  /** Adds what was chosen to the search. */
  readonly onChoose: (query: string) => void;
}

export function SearchHelp({ onChoose }: SearchHelpProps) {
  return (
    <Popover
      label="What can be searched for"
      align="start"
      trigger={
        <Button look="ghost" aria-label="What can be searched for" title="What can be searched for">
          <CircleQuestionMark aria-hidden className="size-3.5" />
        </Button>
      }
    >
      <ul className="flex flex-col gap-0.5 max-sm:gap-2.5">
        {searchExamples.map(({ query, finds }) => (
          <li key={query} className="grid grid-cols-[12rem_1fr] items-baseline gap-x-3 max-sm:grid-cols-1">
            <button
              type="button"
              className="justify-self-start rounded bg-sunken px-1.5 font-mono text-xs hover:bg-mark"
              onClick={() => onChoose(query)}
            >
              {query}
            </button>
            <span className="text-muted">{finds}</span>
          </li>
        ))}
      </ul>
      <p className="mt-2 border-t border-line pt-2 text-xs text-muted">All that is written must hold.</p>
    </Popover>
  );
}
