// Finds a run by what its name or study says and puts it beside those already compared.
'use client';

import type { FoundRuns, RunSummary } from '@starlab/tracking';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '@/ui/button.tsx';
import { ConfigurationLetter } from '@/ui/configuration-letter.tsx';
import { Popover } from '@/ui/popover.tsx';
import { StateDot } from '@/ui/state-badge.tsx';

/** As many as fit without scrolling; more are found by a longer search. */
const OFFERED = 10;
/** A word being typed is not searched for letter by letter. */
const TYPING_MS = 150;

interface Answer {
  readonly search: string;
  readonly runs: readonly RunSummary[];
  readonly error?: string;
}

async function findRuns(search: string, leaveOut: readonly string[]): Promise<Answer> {
  const parameters = new URLSearchParams({ q: search, limit: String(OFFERED + leaveOut.length) });
  const response = await fetch(`/api/runs?${parameters}`);
  if (!response.ok)
    return { search, runs: [], error: ((await response.json()) as { message: string }).message };
  const { runs } = (await response.json()) as FoundRuns;
  return { search, runs: runs.filter(({ id }) => !leaveOut.includes(id)).slice(0, OFFERED) };
}

interface RunPickerProps {
  readonly title: string;
  /** Runs that are compared already. */
  readonly compared: readonly string[];
  /** Where a choice leads. */
  readonly addressWith: (runId: string) => string;
}

/** Arrows go from the search through the runs found and back; Enter in the search takes the first of them. */
function moveByKey(event: KeyboardEvent<HTMLElement>, isAnswered: boolean): void {
  const places = [...event.currentTarget.querySelectorAll<HTMLElement>('input, a')];
  const here = places.findIndex((place) => place === document.activeElement);
  if (event.key === 'Enter' && here === 0 && isAnswered) places[1]?.click();
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  places[Math.max(0, Math.min(places.length - 1, here + by))]?.focus();
}

function Choices({ compared, addressWith }: Omit<RunPickerProps, 'title'>) {
  const [search, setSearch] = useState('');
  const [answer, setAnswer] = useState<Answer>();
  const input = useRef<HTMLInputElement>(null);
  const known = compared.join(',');
  // A run that was taken is offered no longer: the focus must not go with it.
  useEffect(() => input.current?.focus(), [known]);
  useEffect(() => {
    let left = false;
    const timer = setTimeout(() => {
      findRuns(search, known.split(',')).then(
        (found) => left || setAnswer(found),
        (reason: unknown) => left || setAnswer({ search, runs: [], error: String(reason) }),
      );
    }, TYPING_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [search, known]);
  return (
    <div
      className="flex w-96 max-w-full flex-col gap-2"
      onKeyDown={(event) => moveByKey(event, answer?.search === search)}
    >
      <input
        ref={input}
        type="text"
        autoFocus
        aria-label="Find a run"
        placeholder="Name, study, or seed=2 configuration=F …"
        className="h-7 rounded border border-line bg-panel px-2.5 placeholder:text-faint hover:border-line-strong focus:border-accent"
        value={search}
        spellCheck={false}
        onChange={(event) => setSearch(event.target.value)}
      />
      {answer?.error !== undefined && <p className="text-bad">{answer.error}</p>}
      {answer?.runs.length === 0 && answer.error === undefined && (
        <p className="px-1 text-muted">No other run fits.</p>
      )}
      <ul aria-label="Runs found">
        {answer?.runs.map((run) => (
          <li key={run.id}>
            <Link
              href={addressWith(run.id)}
              className="flex items-center gap-2 rounded px-1 py-1 hover:bg-sunken"
            >
              <ConfigurationLetter configuration={run.configuration} />
              <span className="truncate font-medium">{run.name}</span>
              <span className="ml-auto inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-muted">
                {run.studyName}
                <StateDot state={run.state} />
                <span className="sr-only">{run.state}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function RunPicker({ title, ...choices }: RunPickerProps) {
  return (
    <Popover
      label={title}
      align="start"
      trigger={
        <Button>
          <Plus aria-hidden className="size-3.5" />
          {title}
        </Button>
      }
    >
      <Choices {...choices} />
    </Popover>
  );
}
