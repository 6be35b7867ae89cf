// Grids in the same place, one run after the other: the eye sees at once what changes between them.
'use client';

import { Pause, Play } from 'lucide-react';
import clsx from 'clsx';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from '@/ui/button.tsx';
import { useShortcuts } from '@/ui/shortcuts.tsx';
import { cellSize, drawnAt } from './drawn-runs.ts';
import { GridPicture } from './grid-picture.tsx';
import { RunKey } from './run-key.tsx';
import type { ShownRuns } from './sample-layouts.tsx';

const BLINK_MS = 700;

const LESS_MOTION = '(prefers-reduced-motion: reduce)';

function subscribeToMotion(listener: () => void): () => void {
  const query = window.matchMedia(LESS_MOTION);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether the reader has asked for less motion; on the server nobody has. */
function useLessMotion(): boolean {
  return useSyncExternalStore(
    subscribeToMotion,
    () => window.matchMedia(LESS_MOTION).matches,
    () => false,
  );
}

export function BlinkingGrids({ runs, step }: ShownRuns) {
  const cell = cellSize(runs);
  const [shown, setShown] = useState(0);
  const lessMotion = useLessMotion();
  const [chosen, setPaused] = useState<boolean>();
  const paused = chosen ?? lessMotion;
  const current = shown % runs.length;
  useEffect(() => {
    if (paused) return;
    const timer = setInterval(() => setShown((n) => n + 1), BLINK_MS);
    return () => clearInterval(timer);
  }, [paused]);
  const turn = (by: 1 | -1): void => {
    setPaused(true);
    setShown((n) => (n + by + runs.length) % runs.length);
  };
  useShortcuts('Blinking', [
    { keys: [' '], title: 'Stop or go on blinking', run: () => setPaused(!paused) },
    { keys: ['ArrowUp'], title: 'The run before', run: () => turn(-1) },
    { keys: ['ArrowDown'], title: 'The next run', run: () => turn(1) },
  ]);
  const line = runs[current]?.line;
  const PlayOrPause = paused ? Play : Pause;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <Button aria-pressed={paused} onClick={() => setPaused(!paused)}>
          <PlayOrPause aria-hidden className="size-3.5" />
          {paused ? 'Blink' : 'Stop'}
        </Button>
        {runs.map((run, i) => (
          <button
            key={run.line.id}
            type="button"
            aria-current={i === current}
            onClick={() => {
              setPaused(true);
              setShown(i);
            }}
            className={clsx('rounded px-1.5 py-0.5', i === current ? 'bg-sunken font-medium' : 'text-muted')}
          >
            <RunKey line={run.line} />
          </button>
        ))}
      </div>
      <div
        className="relative grid max-w-full overflow-x-auto"
        tabIndex={0}
        role="region"
        aria-label="The grid in sight"
        data-shown={line?.id}
      >
        {runs.map((run, i) => {
          const sample = drawnAt(run, step);
          return (
            <div
              key={run.line.id}
              aria-hidden={i !== current}
              className={clsx('col-start-1 row-start-1', i !== current && 'invisible')}
            >
              {sample && (
                <GridPicture
                  sample={sample}
                  imageSize={run.imageSize}
                  cell={cell}
                  label={`Samples of ${run.line.label} at step ${sample.step}`}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
