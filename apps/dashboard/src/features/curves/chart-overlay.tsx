// What lies over a chart: the crosshair with its dots, and the frame of a zoom being drawn. Moved, never re-rendered.
// Drag zooms, Shift and drag pans, a double click shows everything again. A finger leaves the crosshair to be read.
'use client';

import { useEffect, useEffectEvent, useRef, type MouseEvent, type PointerEvent } from 'react';
import { nearestIndex } from './axes.ts';
import type { Crosshair } from './crosshair.ts';
import { pixelOfX, pixelOfY, xOfPixel, type PlotArea } from './plot-area.ts';
import type { PlotLine } from './plot-line.ts';

interface ChartOverlayProps {
  readonly area: PlotArea;
  readonly lines: readonly PlotLine[];
  readonly crosshair: Crosshair;
  /** Called with where the crosshair is, or undefined when it is gone. */
  readonly onMove: (x: number | undefined) => void;
  /** Called with the key of the line nearest to the pointer within this chart. */
  readonly onNearest: (key: string | undefined) => void;
  /** Called with the two ends of a drawn range. */
  readonly onZoom: (ends: readonly [number, number]) => void;
  /** Called with how far along the x axis the plot was pushed, as a share of its width. */
  readonly onPan: (share: number) => void;
  readonly onReset: () => void;
}

/** Shorter drags are clicks. */
const MIN_DRAG_PX = 5;
/** Farther from every line the pointer means none. */
const NEAR_PX = 24;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

interface Drag {
  readonly kind: 'zoom' | 'pan';
  readonly from: number;
  readonly at: number;
}

export function ChartOverlay(props: ChartOverlayProps) {
  const { area, lines, crosshair, onMove, onNearest, onZoom, onPan, onReset } = props;
  const line = useRef<HTMLDivElement>(null);
  const dots = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag>(null);

  const follow = useEffectEvent((x: number | undefined) => {
    const inside = x !== undefined && x >= area.xMin && x <= area.xMax;
    onMove(inside ? x : undefined);
    if (!line.current || !dots.current) return;
    line.current.hidden = !inside;
    dots.current.hidden = !inside;
    if (!inside) return;
    const [first] = lines;
    // One line alone holds the crosshair at its points.
    const at = lines.length === 1 && first ? (first.xs[nearestIndex(first.xs, x)] ?? x) : x;
    line.current.style.transform = `translateX(${pixelOfX(area, at)}px)`;
    for (const [i, dot] of [...dots.current.children].entries()) {
      const plotted = lines[i];
      if (plotted && dot instanceof HTMLElement) moveDot(dot, area, plotted, x);
    }
  });

  useEffect(() => crosshair.subscribe((x) => follow(x)), [crosshair]);
  useEffect(() => follow(crosshair.get()), [lines, area, crosshair]);

  const pixelIn = (event: MouseEvent<HTMLDivElement>): number =>
    clamp(event.clientX - event.currentTarget.getBoundingClientRect().left, area.left, area.right);

  const move = (event: MouseEvent<HTMLDivElement>): void => {
    const pixel = pixelIn(event);
    const started = drag.current;
    if (started?.kind === 'pan') {
      drag.current = { ...started, at: pixel };
      onPan((started.at - pixel) / (area.right - area.left));
      return;
    }
    const x = xOfPixel(area, pixel);
    crosshair.set(x);
    if (lines.length > 1) {
      const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
      onNearest(nearestLine(lines, area, x, y));
    }
    if (!started || !frame.current) return;
    frame.current.hidden = Math.abs(pixel - started.from) < MIN_DRAG_PX;
    frame.current.style.left = `${Math.min(pixel, started.from)}px`;
    frame.current.style.width = `${Math.abs(pixel - started.from)}px`;
  };
  const release = (event: PointerEvent<HTMLDivElement>): void => {
    const started = drag.current;
    drag.current = null;
    if (frame.current) frame.current.hidden = true;
    if (started?.kind !== 'zoom') return;
    const end = pixelIn(event);
    if (Math.abs(end - started.from) >= MIN_DRAG_PX)
      onZoom([xOfPixel(area, started.from), xOfPixel(area, end)]);
  };

  const hide = (): void => {
    crosshair.set(undefined);
    onNearest(undefined);
  };

  return (
    <div
      className="absolute inset-0 cursor-crosshair touch-pan-y"
      style={{ right: `calc(100% - ${area.right}px)` }}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === 'touch') return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const pixel = pixelIn(event);
        drag.current = { kind: event.shiftKey ? 'pan' : 'zoom', from: pixel, at: pixel };
      }}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={hide}
      onPointerLeave={({ pointerType }) => {
        if (pointerType !== 'touch') hide();
      }}
      onClick={move}
      onDoubleClick={onReset}
    >
      <div
        ref={line}
        hidden
        className="pointer-events-none absolute left-0 w-px bg-line-strong"
        style={{ top: area.top, height: area.bottom - area.top }}
      />
      <div ref={dots} hidden>
        {lines.map(({ key, colour }) => (
          <div
            key={key}
            className="pointer-events-none absolute top-0 left-0 size-1.5 rounded-full ring-1 ring-panel"
            style={{ background: colour }}
          />
        ))}
      </div>
      <div
        ref={frame}
        hidden
        className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent/10"
      />
    </div>
  );
}

/** Puts a dot on the point of `line` nearest to `x`; a line that has none there has no dot. */
function moveDot(dot: HTMLElement, area: PlotArea, line: PlotLine, x: number): void {
  const index = nearestIndex(line.xs, x);
  const y = line.ys[index] ?? NaN;
  const last = line.xs.at(-1) ?? -Infinity;
  dot.hidden = !Number.isFinite(y) || x > last + (area.xMax - area.xMin) / 100;
  if (!dot.hidden) {
    const left = pixelOfX(area, line.xs[index] ?? 0) - 3;
    dot.style.transform = `translate(${left}px, ${pixelOfY(area, y) - 3}px)`;
  }
}

function nearestLine(
  lines: readonly PlotLine[],
  area: PlotArea,
  x: number,
  pixel: number,
): string | undefined {
  const distances = lines.map((line) => ({
    key: line.key,
    distance: Math.abs(pixelOfY(area, line.ys[nearestIndex(line.xs, x)] ?? NaN) - pixel),
  }));
  const near = distances.filter(({ distance }) => distance <= NEAR_PX);
  return near.sort((a, b) => a.distance - b.distance)[0]?.key;
}
