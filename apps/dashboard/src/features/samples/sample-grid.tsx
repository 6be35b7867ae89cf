// One grid, enlarged by a whole factor with its pixels left as they are. Arrow keys move along the steps.
'use client';

import type { StoredSample } from '@starlab/tracking';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '@/ui/shortcuts.tsx';
import { artifactAddress } from './artifact-address.ts';
import { wholeScale } from './steps.ts';

interface SampleGridProps {
  readonly sample: StoredSample;
  /** Loaded ahead, so that moving along is immediate. */
  readonly neighbours: readonly StoredSample[];
  readonly title: string;
  readonly onMove: (by: -1 | 1) => void;
}

/** A grid may be a little taller than the window: seeing it whole matters more than seeing it large. */
const SCREENFULS = 1.25;

export function SampleGrid({ sample, neighbours, title, onMove }: SampleGridProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [available, setAvailable] = useState<{ width: number; height: number }>();
  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setAvailable({ width: entry.contentRect.width, height: window.innerHeight * SCREENFULS });
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);

  useShortcuts('Samples', [
    { keys: ['ArrowLeft'], title: 'Earlier sample', run: () => onMove(-1) },
    { keys: ['ArrowRight'], title: 'Later sample', run: () => onMove(1) },
  ]);

  const scale = available === undefined ? 1 : wholeScale(sample, available);
  return (
    <div ref={frame} className="min-w-0">
      {/* Not next/image: an optimiser would resample the pixels we want to show. */}
      <img
        src={artifactAddress(sample.sha256)}
        width={sample.width * scale}
        height={sample.height * scale}
        alt={`${title} samples at step ${sample.step}`}
        className="pixelated h-auto max-w-full rounded border border-line"
      />
      {neighbours.map((neighbour) => (
        <link key={neighbour.sha256} rel="prefetch" as="image" href={artifactAddress(neighbour.sha256)} />
      ))}
    </div>
  );
}
