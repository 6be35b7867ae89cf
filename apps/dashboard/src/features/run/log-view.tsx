// The text log of a run, searchable; it follows the end as long as the reader is there.
'use client';

import type { LogLine } from '@starlab/tracking';
import { useEffect, useRef } from 'react';
import { formatMoment } from '@/ui/format.ts';
import { Nothing } from '@/ui/notice.tsx';
import { SearchField } from '@/ui/search-field.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import { printed } from './printed.ts';

/** More are not drawn at once; the search goes through all. */
const SHOWN_LINES = 2_000;
/** Closer to the end than this counts as being there. */
const END_PX = 24;

export function LogView({ lines }: { readonly lines: readonly LogLine[] }) {
  const [parameters, patchUrl] = useUrlState();
  const search = parameters.get('log') ?? '';
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => {
    if (following.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, search]);

  if (lines.length === 0) return <Nothing>The log is empty.</Nothing>;
  const wanted = search.toLowerCase();
  const found = wanted === '' ? lines : lines.filter(({ line }) => line.toLowerCase().includes(wanted));
  const shown = found.slice(-SHOWN_LINES);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <SearchField
          label="Search the log"
          placeholder="Search the log"
          value={search}
          onChange={(log) => patchUrl({ log })}
        />
        <span className="text-faint tabular-nums" role="status">
          {found.length === lines.length
            ? `${lines.length} lines`
            : `${found.length} of ${lines.length} lines`}
          {shown.length < found.length && `, the last ${shown.length} shown`}
        </span>
      </div>
      <div
        ref={box}
        tabIndex={0}
        role="log"
        aria-label="Log of the run"
        className="panel max-h-[max(16rem,calc(100dvh-24rem))] overflow-auto py-2 font-mono text-xs leading-5"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          following.current = scrollHeight - scrollTop - clientHeight < END_PX;
        }}
      >
        {shown.map((entry) => (
          <div key={entry.seq} className="flex gap-4 px-3 hover:bg-sunken">
            <time className="shrink-0 text-faint" dateTime={entry.time} title={formatMoment(entry.time)}>
              {entry.time.slice(11, 19)}
            </time>
            <span className="break-words whitespace-pre-wrap">{printed(entry.line)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
