// The names at the right end of the lines, each with its value: at the crosshair where there is one, the last otherwise.
'use client';

import clsx from 'clsx';
import { useEffect, useEffectEvent, useRef } from 'react';
import { formatNumber } from '@/ui/format.ts';
import { nearestIndex } from './axes.ts';
import type { Crosshair } from './crosshair.ts';
import { LABEL_HEIGHT, placeLabels } from './direct-labels.ts';
import type { PlotArea } from './plot-area.ts';
import type { PlotLine } from './plot-line.ts';

interface ChartLabelsProps {
  readonly area: PlotArea;
  readonly lines: readonly PlotLine[];
  readonly crosshair: Crosshair;
  readonly highlight: string | undefined;
  readonly onHighlight: (key: string | undefined) => void;
}

/** A line says nothing about what lies more than its last gap beyond its last point. */
function endOf({ xs }: PlotLine): number {
  const last = xs.at(-1) ?? -Infinity;
  return last + (last - (xs.at(-2) ?? last));
}

/** The value of a line nearest to `x`; its last one without `x`. */
function valueText(line: PlotLine | undefined, x: number | undefined): string {
  if (!line || (x !== undefined && x > endOf(line))) return '–';
  const value = x === undefined ? line.last : line.values[nearestIndex(line.xs, x)];
  return value === undefined ? '–' : formatNumber(value);
}

export function ChartLabels({ area, lines, crosshair, highlight, onHighlight }: ChartLabelsProps) {
  const list = useRef<HTMLUListElement>(null);
  const { labels, left } = placeLabels(lines, area, highlight);
  const write = useEffectEvent((x: number | undefined) => {
    for (const output of list.current?.querySelectorAll<HTMLElement>('[data-line]') ?? []) {
      output.textContent = valueText(
        lines.find(({ key }) => key === output.dataset['line']),
        x,
      );
    }
  });
  useEffect(() => crosshair.subscribe((x) => write(x)), [crosshair]);

  return (
    <ul ref={list} aria-label="Lines" className="text-2xs tabular-nums">
      {labels.map(({ key, label, short, colour, dash, y }) => (
        <li
          key={key}
          className={clsx(
            'absolute flex cursor-default items-center gap-1 pr-1',
            highlight !== undefined && highlight !== key && 'opacity-45',
          )}
          style={{ left: area.right + 3, right: 0, top: y - LABEL_HEIGHT / 2, height: LABEL_HEIGHT }}
          onPointerEnter={() => onHighlight(key)}
          onPointerLeave={() => onHighlight(undefined)}
        >
          <svg aria-hidden width="12" height="4" className="shrink-0">
            <line
              x1="0"
              x2="12"
              y1="2"
              y2="2"
              stroke={colour}
              strokeWidth="2"
              strokeDasharray={dash.map((length) => length / 2).join(' ')}
            />
          </svg>
          <span className="truncate" title={label}>
            {short}
          </span>
          <span className="ml-auto pl-1 font-medium" data-line={key}>
            {valueText(
              lines.find((line) => line.key === key),
              crosshair.get(),
            )}
          </span>
        </li>
      ))}
      {left > 0 && (
        <li
          className="absolute text-faint"
          style={{ left: area.right + 3, top: area.bottom - LABEL_HEIGHT, height: LABEL_HEIGHT }}
        >
          and {left} more
        </li>
      )}
    </ul>
  );
}
