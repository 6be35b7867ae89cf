// What people say about a run: tags beside its name, and a note under it. Both are kept the moment one leaves them, and
// the page shows what was kept without waiting for its stream.
'use client';

import { Plus, StickyNote, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';

export interface AnnotationsOfRun {
  readonly tags?: readonly string[];
  readonly note?: string | null;
}

interface AnnotationsProps {
  readonly runId: string;
  readonly tags: readonly string[];
  readonly note: string | null;
  /** Called with what the page is to show from now on. */
  readonly onAnnotated: (said: AnnotationsOfRun) => void;
}

/** @returns what is stored. @throws Error with the reason why nothing is. */
async function save(runId: string, change: AnnotationsOfRun): Promise<AnnotationsOfRun> {
  const response = await fetch(`/api/runs/${runId}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(change),
  });
  if (!response.ok) throw new Error(((await response.json()) as { message: string }).message);
  return (await response.json()) as AnnotationsOfRun;
}

export function Annotations({ runId, tags, note, onAnnotated }: AnnotationsProps) {
  const [error, setError] = useState<string>();
  const [editing, setEditing] = useState(false);
  const keep = async (change: AnnotationsOfRun, ifItFails: AnnotationsOfRun): Promise<void> => {
    try {
      onAnnotated(await save(runId, change));
      setError(undefined);
    } catch (failure) {
      onAnnotated(ifItFails);
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  const keepTags = (wanted: readonly string[]): void => {
    onAnnotated({ tags: wanted }); // at once, so that the next change builds upon this one
    void keep({ tags: wanted }, { tags });
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-1.5">
        <ul className="contents" aria-label="Tags">
          {tags.map((tag) => (
            <li
              key={tag}
              className="inline-flex h-6 items-center gap-0.5 rounded bg-sunken pr-0.5 pl-2 text-xs text-muted"
            >
              {tag}
              <button
                type="button"
                aria-label={`Take off tag ${tag}`}
                className="rounded p-0.5 hover:text-ink"
                onClick={() => keepTags(tags.filter((other) => other !== tag))}
              >
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
        <NewTag onAdd={(tag) => keepTags([...tags.filter((other) => other !== tag), tag])} />
        {note === null && !editing && (
          <Button look="ghost" onClick={() => setEditing(true)}>
            <StickyNote aria-hidden className="size-3.5" />
            Add a note
          </Button>
        )}
      </div>
      {(note !== null || editing) && (
        <Note
          note={note}
          begins={editing}
          onEnd={() => setEditing(false)}
          onKeep={(text) => void keep({ note: text }, {})}
        />
      )}
      {error !== undefined && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

interface NoteProps {
  readonly note: string | null;
  /** Whether the reader has just asked for a note. */
  readonly begins: boolean;
  readonly onEnd: () => void;
  readonly onKeep: (text: string) => void;
}

function Note({ note, begins, onEnd, onKeep }: NoteProps) {
  /** What is being typed, until the run says it too: news about the run must not overwrite it. */
  const [draft, setDraft] = useState<{ text: string; over: string | null }>();
  if (draft && draft.over !== note) setDraft(undefined);
  const text = draft?.text ?? note ?? '';
  return (
    <textarea
      aria-label="Note"
      className="panel field-sizing-content w-full max-w-3xl resize-y px-3 py-2 placeholder:text-faint"
      rows={2}
      maxLength={20_000}
      autoFocus={begins}
      value={text}
      placeholder="What is this run about?"
      onChange={(event) => setDraft({ text: event.target.value, over: note })}
      onBlur={() => {
        onEnd();
        if (text.trim() !== (note ?? '').trim()) onKeep(text);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

function NewTag({ onAdd }: { readonly onAdd: (tag: string) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      className="inline-flex items-center"
      onSubmit={(event) => {
        event.preventDefault();
        const tag = text.trim();
        if (tag !== '') onAdd(tag);
        setText('');
      }}
    >
      <input
        aria-label="New tag"
        placeholder="Add a tag"
        maxLength={60}
        className="h-6 w-24 rounded border border-line bg-panel px-2 text-xs placeholder:text-faint"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button look="ghost" type="submit" aria-label="Add the tag" disabled={text.trim() === ''}>
        <Plus aria-hidden className="size-3.5" />
      </Button>
    </form>
  );
}
