// The steps in sight: at once in the page, and in the address once the reader rests, for a browser refuses to have its
// address changed at every frame of a pan.
'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { StepRange } from './axes.ts';

const REST_MS = 250;

export type Zoom = StepRange | undefined;

const sameRange = (a: Zoom, b: Zoom): boolean => a?.from === b?.from && a?.to === b?.to;

/** @param written what the address says; @param write puts it there */
export function useZoom(written: Zoom, write: (zoom: Zoom) => void): [Zoom, (next: Zoom) => void] {
  const [moving, setMoving] = useState<{ zoom: Zoom }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = useCallback(
    (zoom: Zoom) => {
      setMoving({ zoom });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => write(zoom), REST_MS);
    },
    [write],
  );
  // The address has caught up, or the reader went back: it rules again.
  if (moving && sameRange(moving.zoom, written)) setMoving(undefined);
  return [moving ? moving.zoom : written, change];
}

interface Extent {
  readonly first: number;
  readonly last: number;
}

/** `zoom` moved along by a share of its length, within the steps there are. */
export function panned(zoom: StepRange, share: number, { first, last }: Extent): StepRange {
  const length = zoom.to - zoom.from;
  const wanted = Math.round(share * length);
  const by = Math.max(first - zoom.from, Math.min(last - zoom.to, wanted));
  return { from: zoom.from + by, to: zoom.to + by };
}

/** `zoom` made `factor` times as long around its middle; undefined once it holds every step. */
export function scaled(zoom: Zoom, factor: number, { first, last }: Extent): Zoom {
  const { from, to } = zoom ?? { from: first, to: last };
  const middle = (from + to) / 2;
  const half = Math.max(1, ((to - from) * factor) / 2);
  const wider = {
    from: Math.max(first, Math.floor(middle - half)),
    to: Math.min(last, Math.ceil(middle + half)),
  };
  return wider.from <= first && wider.to >= last ? undefined : wider;
}
