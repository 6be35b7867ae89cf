// What can be done with the chosen runs.
'use client';

import { Archive, ArchiveRestore, GitCompare, Tag, Trash2, X } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Popover } from '@/ui/popover.tsx';
import { MAX_COMPARED } from '@/features/compare/compare-address.ts';
import { actOnRuns, type Deed } from './act-on-runs.ts';
import { DeleteChoice } from './delete-choice.tsx';

interface BulkBarProps {
  readonly ids: readonly string[];
  readonly tags: readonly string[];
  /** Whether archived runs are in sight and can be restored. */
  readonly canRestore: boolean;
  readonly onDone: (message: string) => void;
  readonly onClear: () => void;
}

export function BulkBar({ ids, tags, canRestore, onDone, onClear }: BulkBarProps) {
  const [busy, setBusy] = useState(false);
  const perform = (deed: Deed): void => {
    setBusy(true);
    void actOnRuns(ids, deed)
      .then(onDone, (reason: unknown) => onDone(reason instanceof Error ? reason.message : String(reason)))
      .finally(() => setBusy(false));
  };
  return (
    <div
      role="toolbar"
      aria-label="Chosen runs"
      className="panel sticky bottom-3 z-20 flex flex-wrap items-center gap-2 border-line-strong px-3 py-2 shadow-lg shadow-black/10"
    >
      <span className="mr-2 font-medium tabular-nums" role="status">
        {ids.length} chosen
      </span>
      {ids.length <= MAX_COMPARED ? (
        <Link
          href={`/compare?runs=${ids.join(',')}`}
          prefetch={false}
          className="inline-flex h-7 items-center gap-1.5 rounded border border-accent px-2.5 text-accent hover:bg-accent-soft"
        >
          <GitCompare aria-hidden className="size-3.5" />
          Compare
        </Link>
      ) : (
        <span className="text-muted">At most {MAX_COMPARED} can be compared</span>
      )}
      <TagButton tags={tags} disabled={busy} onDeed={perform} />
      <Button disabled={busy} onClick={() => perform({ action: 'archive' })}>
        <Archive aria-hidden className="size-3.5" />
        Archive
      </Button>
      {canRestore && (
        <Button disabled={busy} onClick={() => perform({ action: 'restore' })}>
          <ArchiveRestore aria-hidden className="size-3.5" />
          Restore
        </Button>
      )}
      <DeleteButton count={ids.length} disabled={busy} onDeed={perform} />
      <Button look="ghost" className="ml-auto" onClick={onClear}>
        <X aria-hidden className="size-3.5" />
        Choose none
      </Button>
    </div>
  );
}

interface TagButtonProps {
  readonly tags: readonly string[];
  readonly disabled: boolean;
  readonly onDeed: (deed: Deed) => void;
}

function TagButton({ tags, disabled, onDeed }: TagButtonProps) {
  const [text, setText] = useState('');
  const tag = text.trim();
  return (
    <Popover
      label="Tag the chosen runs"
      align="start"
      trigger={
        <Button disabled={disabled}>
          <Tag aria-hidden className="size-3.5" />
          Tag
        </Button>
      }
    >
      <form
        className="flex items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (tag !== '') onDeed({ action: 'tag', tag });
        }}
      >
        <label className="sr-only" htmlFor="bulk-tag">
          Tag
        </label>
        <input
          id="bulk-tag"
          list="bulk-tags"
          maxLength={60}
          placeholder="paper, best, …"
          className="h-7 w-40 rounded border border-line bg-panel px-2 placeholder:text-muted"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <datalist id="bulk-tags">
          {tags.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
        <Button type="submit" disabled={tag === ''}>
          Add
        </Button>
        <Button disabled={tag === ''} onClick={() => onDeed({ action: 'untag', tag })}>
          Take off
        </Button>
      </form>
    </Popover>
  );
}

interface DeleteButtonProps {
  readonly count: number;
  readonly disabled: boolean;
  readonly onDeed: (deed: Deed) => void;
}

function DeleteButton({ count, disabled, onDeed }: DeleteButtonProps) {
  return (
    <Popover
      label="Delete the chosen runs"
      align="start"
      trigger={
        <Button disabled={disabled}>
          <Trash2 aria-hidden className="size-3.5" />
          Delete
        </Button>
      }
    >
      <DeleteChoice count={count} onDeed={onDeed} />
    </Popover>
  );
}
