// The same pictures across runs: every run of a study draws the same sources, latents and references, so what differs in
// the same place of two grids is the runs. One slider moves all of them.
'use client';

import type { SampleKey } from '@starlab/experiment';
import { Nothing } from '@/ui/notice.tsx';
import { Segments } from '@/ui/segments.tsx';
import { Select } from '@/ui/select.tsx';
import { useShortcuts } from '@/ui/shortcuts.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import type { CurveRun } from '@/features/curves/curve-run.ts';
import { StepSlider } from '@/features/samples/step-slider.tsx';
import { sampleTitles } from '@/features/samples/steps.ts';
import { BlinkingGrids } from './blinking-grids.tsx';
import type { ComparedRun } from './compared-run.ts';
import { drawnKinds, drawnRuns, drawnSteps, type DrawnRun } from './drawn-runs.ts';
import { gridShape } from './grid-picture.tsx';
import { gridRowTitles } from './grid-rows.ts';
import { GridsSideBySide, OneRow, OverTime } from './sample-layouts.tsx';

interface SampleComparisonProps {
  readonly compared: readonly ComparedRun[];
  readonly lines: readonly CurveRun[];
}

const layoutTitles = {
  side: 'Side by side',
  blink: 'Blinking',
  row: 'One row',
  time: 'Over time',
} as const;
type Layout = keyof typeof layoutTitles;
const layouts = Object.keys(layoutTitles) as Layout[];

export function SampleComparison({ compared, lines }: SampleComparisonProps) {
  const [parameters, patchUrl] = useUrlState();
  const kinds = drawnKinds(compared);
  const kind = kinds.find((key) => key === parameters.get('sample')) ?? kinds[0];
  const layout = layouts.find((known) => known === parameters.get('layout')) ?? 'side';
  const runs = kind ? drawnRuns(compared, lines, kind) : [];
  const steps = drawnSteps(runs);
  const wanted = Number(parameters.get('step') ?? Infinity);
  const index = Math.max(
    0,
    steps.findLastIndex((step) => step <= wanted),
  );
  /** The last position means "the latest": it moves on when new grids arrive. */
  const goTo = (next: number): void => {
    const target = Math.min(steps.length - 1, Math.max(0, next));
    patchUrl({ step: target === steps.length - 1 ? undefined : String(steps[target]) });
  };
  useShortcuts('Samples', [
    { keys: ['ArrowLeft'], title: 'Earlier samples', run: () => goTo(index - 1) },
    { keys: ['ArrowRight'], title: 'Later samples', run: () => goTo(index + 1) },
  ]);

  const [first] = runs;
  if (!kind || !first) return <Nothing>None of these runs has drawn samples yet.</Nothing>;
  const shape = smallestShape(runs);
  const titles = gridRowTitles({ key: kind, rows: shape.rows, domains: first.domains });
  const row = choice(parameters.get('row'), titles.length, 1);
  const column = choice(parameters.get('column'), shape.columns, 0);
  const shown = { runs, step: steps[index] ?? 0 };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segments<SampleKey>
          label="Samples"
          options={kinds.map((value) => ({ value, title: sampleTitles[value] }))}
          value={kind}
          onChange={(key) => patchUrl({ sample: key, row: undefined, column: undefined })}
        />
        <Segments<Layout>
          label="Layout"
          options={layouts.map((value) => ({ value, title: layoutTitles[value] }))}
          value={layout}
          onChange={(value) => patchUrl({ layout: value === 'side' ? undefined : value })}
        />
        {(layout === 'row' || layout === 'time') && (
          <Select
            label="Row"
            value={String(row)}
            options={titles.map((title, i) => ({ value: String(i), title }))}
            onChange={(value) => patchUrl({ row: value })}
          />
        )}
        {layout === 'time' && (
          <Select
            label="Column"
            value={String(column)}
            options={Array.from({ length: shape.columns }, (_, i) => ({
              value: String(i),
              title: String(i + 1),
            }))}
            onChange={(value) => patchUrl({ column: value })}
          />
        )}
        {layout !== 'time' && <StepSlider steps={steps} index={index} onMove={goTo} />}
      </div>
      {layout === 'side' && <GridsSideBySide {...shown} />}
      {layout === 'blink' && <BlinkingGrids {...shown} />}
      {layout === 'row' && <OneRow {...shown} row={row} />}
      {layout === 'time' && <OverTime runs={runs} steps={steps} row={row} column={column} />}
    </div>
  );
}

/** Rows and columns that every run's grid has. */
function smallestShape(runs: readonly DrawnRun[]): { rows: number; columns: number } {
  const shapes = runs.flatMap(({ samples, imageSize }) =>
    samples.slice(-1).map((sample) => gridShape(sample, imageSize)),
  );
  return {
    rows: Math.min(...shapes.map(({ rows }) => rows)),
    columns: Math.min(...shapes.map(({ columns }) => columns)),
  };
}

/** A whole number in [0, count), or `otherwise`. */
function choice(text: string | null, count: number, otherwise: number): number {
  const number = Number(text ?? NaN);
  const fallback = Math.min(otherwise, count - 1);
  return Number.isInteger(number) && number >= 0 && number < count ? number : fallback;
}
