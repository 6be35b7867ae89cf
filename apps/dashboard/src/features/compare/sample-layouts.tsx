// Grids of several runs laid out: whole beside each other, one row of each below each other, one picture over all steps.
'use client';

import { formatCount } from '@/ui/format.ts';
import { cellSize, drawnAt, type DrawnRun } from './drawn-runs.ts';
import { GridPicture } from './grid-picture.tsx';
import { RunKey } from './run-key.tsx';

export interface ShownRuns {
  readonly runs: readonly DrawnRun[];
  /** The slider's step; a run that did not draw then shows its last picture before. */
  readonly step: number;
}

/** Named only where it is not the slider's. */
function ActualStep({ at, step }: { readonly at: number | undefined; readonly step: number }) {
  if (at === step) return null;
  return <span className="text-xs text-faint">{at === undefined ? 'nothing yet' : formatCount(at)}</span>;
}

export function GridsSideBySide({ runs, step }: ShownRuns) {
  const cell = cellSize(runs);
  return (
    <div className="flex flex-wrap items-start gap-4">
      {runs.map((run) => {
        const sample = drawnAt(run, step);
        return (
          <figure
            key={run.line.id}
            className="flex max-w-full min-w-0 flex-col gap-1.5"
            data-grid={run.line.id}
          >
            <figcaption className="flex items-center gap-2">
              <RunKey line={run.line} />
              <ActualStep at={sample?.step} step={step} />
            </figcaption>
            {sample && (
              <div
                className="relative max-w-full overflow-x-auto"
                tabIndex={0}
                role="region"
                aria-label={`Grid of ${run.line.label}`}
              >
                <GridPicture
                  sample={sample}
                  imageSize={run.imageSize}
                  cell={cell}
                  label={`Samples of ${run.line.label} at step ${sample.step}`}
                />
              </div>
            )}
          </figure>
        );
      })}
    </div>
  );
}

export function OneRow({ runs, step, row }: ShownRuns & { readonly row: number }) {
  const cell = cellSize(runs);
  const source = runs.map((run) => ({ run, sample: drawnAt(run, step) })).find(({ sample }) => sample);
  return (
    <div
      className="panel relative overflow-x-auto p-3"
      tabIndex={0}
      role="region"
      aria-label="One row of each grid"
    >
      <table className="border-separate border-spacing-y-1">
        <caption className="sr-only">The same row of every run’s grid</caption>
        <tbody>
          {source?.sample && row > 0 && (
            <tr>
              <th scope="row" className="pr-4 text-left font-normal text-muted">
                source
              </th>
              <td>
                <GridPicture
                  sample={source.sample}
                  imageSize={source.run.imageSize}
                  cell={cell}
                  row={0}
                  label="Sources"
                />
              </td>
            </tr>
          )}
          {runs.map((run) => {
            const sample = drawnAt(run, step);
            return (
              <tr key={run.line.id} data-grid={run.line.id}>
                <th scope="row" className="pr-4 text-left font-normal whitespace-nowrap">
                  <RunKey line={run.line} /> <ActualStep at={sample?.step} step={step} />
                </th>
                <td>
                  {sample && (
                    <GridPicture
                      sample={sample}
                      imageSize={run.imageSize}
                      cell={cell}
                      row={row}
                      label={`${run.line.label} at step ${sample.step}`}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface OverTimeProps {
  readonly runs: readonly DrawnRun[];
  readonly steps: readonly number[];
  readonly row: number;
  readonly column: number;
}

export function OverTime({ runs, steps, row, column }: OverTimeProps) {
  const cell = cellSize(runs);
  return (
    <div
      className="panel relative overflow-x-auto p-3"
      tabIndex={0}
      role="region"
      aria-label="One picture over time"
    >
      <table className="border-separate border-spacing-1">
        <caption className="sr-only">The same picture of every run’s grid at every step</caption>
        <thead>
          <tr>
            <th scope="col" className="label text-left">
              step
            </th>
            {steps.map((step) => (
              <th key={step} scope="col" className="label text-center tabular-nums">
                {formatCount(step)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.line.id} data-grid={run.line.id}>
              <th scope="row" className="sticky left-0 bg-panel pr-3 text-left font-normal whitespace-nowrap">
                <RunKey line={run.line} />
              </th>
              {steps.map((step) => {
                const sample = run.samples.find((drawn) => drawn.step === step);
                return (
                  <td key={step}>
                    {sample && (
                      <GridPicture
                        sample={sample}
                        imageSize={run.imageSize}
                        cell={cell}
                        row={row}
                        column={column}
                        label={`${run.line.label} at step ${step}`}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
