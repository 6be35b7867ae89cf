// A slider over the steps at which samples were drawn; the arrow keys move along it from anywhere on the page.
'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from '@/ui/button.tsx';
import { formatCount } from '@/ui/format.ts';

interface StepSliderProps {
  /** Ascending, at least one. */
  readonly steps: readonly number[];
  readonly index: number;
  readonly onMove: (index: number) => void;
}

export function StepSlider({ steps, index, onMove }: StepSliderProps) {
  const last = steps.length - 1;
  const step = steps[index] ?? 0;
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1.5 max-sm:basis-full">
      <Button aria-label="Earlier sample" disabled={index === 0} onClick={() => onMove(index - 1)}>
        <ChevronLeft aria-hidden className="size-3.5" />
      </Button>
      <input
        type="range"
        aria-label="Step of the sample"
        aria-valuetext={`step ${step}`}
        min={0}
        max={last}
        value={index}
        className="min-w-24 flex-1 accent-(--accent)"
        onChange={(event) => onMove(Number(event.target.value))}
      />
      <Button aria-label="Later sample" disabled={index === last} onClick={() => onMove(index + 1)}>
        <ChevronRight aria-hidden className="size-3.5" />
      </Button>
      <output className="ml-2 whitespace-nowrap tabular-nums" data-role="sample-step">
        step <span className="font-medium">{formatCount(step)}</span>
        <span className="text-faint">
          {' '}
          · {index + 1} of {steps.length}
        </span>
      </output>
    </div>
  );
}
