// What lies over a chart: the crosshair with its dot, and the frame of a zoom being drawn. Moved, never re-rendered.
'use client';

import { useEffect, useEffectEvent, useRef, type PointerEvent, type RefObject } from 'react';
import { nearestIndex } from './axes.ts';
import type { PlotArea } from './chart.tsx';
import type { Crosshair } from './crosshair.ts';
import type { PlotData } from './plot-data.ts';

interface ChartOverlayProps {
  readonly area: RefObject<PlotArea | null>;
  readonly data: PlotData;
  readonly crosshair: Crosshair;
  /** Called with the nearest point's index, or undefined when the crosshair is gone. */
  readonly onPoint: (index: number | undefined) => void;
  /** Called with the two ends of a drawn range. */
  readonly onZoom: (ends: readonly [number, number]) => void;
  readonly onReset: () => void;
}

/** Shorter drags are clicks. */
const MIN_DRAG_PX = 5;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export function ChartOverlay({ area, data, crosshair, onPoint, onZoom, onReset }: ChartOverlayProps) {
  const line = useRef<HTMLDivElement>(null);
  const dot = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const dragStart = useRef<number>(null);

  const follow = useEffectEvent((x: number | undefined) => {
    const plot = area.current;
    const index = plot && x !== undefined && x >= plot.min && x <= plot.max ? nearestIndex(data.xs, x) : -1;
    const point = data.line[index];
    if (!line.current || !dot.current) return;
    line.current.hidden = !point;
    dot.current.hidden = !point || !Number.isFinite(point.y);
    onPoint(point ? index : undefined);
    if (!plot || !point) return;
    const left = plot.left + ((point.x - plot.min) / (plot.max - plot.min)) * (plot.right - plot.left);
    line.current.style.transform = `translateX(${left}px)`;
    line.current.style.top = `${plot.top}px`;
    line.current.style.height = `${plot.bottom - plot.top}px`;
    dot.current.style.transform = `translate(${left - 3}px, ${plot.pixelOfY(point.y) - 3}px)`;
  });

  useEffect(() => crosshair.subscribe((x) => follow(x)), [crosshair]);
  useEffect(() => follow(crosshair.get()), [data, crosshair]);

  const pixelIn = (event: PointerEvent<HTMLDivElement>): number => {
    const plot = area.current;
    const pixel = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return plot ? clamp(pixel, plot.left, plot.right) : pixel;
  };
  const valueAt = (pixel: number): number => {
    const plot = area.current;
    if (!plot) return 0;
    return plot.min + ((pixel - plot.left) / (plot.right - plot.left)) * (plot.max - plot.min);
  };

  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const pixel = pixelIn(event);
    crosshair.set(valueAt(pixel));
    if (dragStart.current === null || !frame.current) return;
    frame.current.hidden = Math.abs(pixel - dragStart.current) < MIN_DRAG_PX;
    frame.current.style.left = `${Math.min(pixel, dragStart.current)}px`;
    frame.current.style.width = `${Math.abs(pixel - dragStart.current)}px`;
  };
  const release = (event: PointerEvent<HTMLDivElement>): void => {
    const start = dragStart.current;
    dragStart.current = null;
    if (frame.current) frame.current.hidden = true;
    const end = pixelIn(event);
    if (start !== null && Math.abs(end - start) >= MIN_DRAG_PX) onZoom([valueAt(start), valueAt(end)]);
  };

  return (
    <div
      className="absolute inset-0 cursor-crosshair touch-pan-y"
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === 'touch') return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragStart.current = pixelIn(event);
      }}
      onPointerMove={move}
      onPointerUp={release}
      onPointerLeave={() => crosshair.set(undefined)}
      onDoubleClick={onReset}
    >
      <div ref={line} hidden className="pointer-events-none absolute left-0 w-px bg-line-strong" />
      <div
        ref={dot}
        hidden
        className="pointer-events-none absolute top-0 left-0 size-1.5 rounded-full bg-ink"
      />
      <div
        ref={frame}
        hidden
        className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent/10"
      />
    </div>
  );
}
