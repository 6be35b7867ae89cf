// One grid, enlarged by a whole factor with its pixels left as they are. Arrow keys move along the steps.
'use client';

import type { StoredSample } from '@starlab/tracking';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
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

const moves: Readonly<Record<string, -1 | 1>> = { ArrowLeft: -1, ArrowRight: 1 };

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

  const moveByKey = useEffectEvent((event: KeyboardEvent) => {
    const by = moves[event.key];
    // A focused slider or choice has arrow keys of its own.
    if (by === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    onMove(by);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => moveByKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

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
