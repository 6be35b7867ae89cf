// The sample grids of a run and a slider over the steps at which they were drawn. The same fixed sources, latents and
// references are drawn every time, so that moving the slider shows training and nothing else.
'use client';

import type { SampleKey } from '@starlab/experiment';
import type { StoredSample } from '@starlab/tracking';
import { Nothing } from '@/ui/notice.tsx';
import { Segments } from '@/ui/segments.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import { SampleGrid } from './sample-grid.tsx';
import { StepSlider } from './step-slider.tsx';
import { sampleIndexAt, samplesByKey, sampleTitles } from './steps.ts';

interface SamplesViewProps {
  readonly samples: readonly StoredSample[];
  /** What stands where there is none. */
  readonly empty: string;
}

export function SamplesView({ samples, empty }: SamplesViewProps) {
  const [parameters, patchUrl] = useUrlState();
  const kinds = samplesByKey(samples);
  const kind = kinds.find(({ key }) => key === parameters.get('sample')) ?? kinds[0];
  if (!kind) return <Nothing>{empty}</Nothing>;

  const wanted = parameters.get('step');
  const index = sampleIndexAt(kind.samples, wanted === null ? undefined : Number(wanted));
  const shown = kind.samples[index];
  if (!shown) return null;
  /** The last position means "the latest": it moves on when a new grid arrives. */
  const goTo = (next: number): void => {
    const target = kind.samples[Math.min(kind.samples.length - 1, Math.max(0, next))];
    patchUrl({ step: target === kind.samples.at(-1) ? undefined : String(target?.step) });
  };

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segments<SampleKey>
          label="Samples"
          options={kinds.map(({ key }) => ({ value: key, title: sampleTitles[key] }))}
          value={kind.key}
          onChange={(key) => patchUrl({ sample: key })}
        />
        <StepSlider steps={kind.samples.map(({ step }) => step)} index={index} onMove={goTo} />
      </div>
      <SampleGrid
        sample={shown}
        neighbours={[kind.samples[index - 1], kind.samples[index + 1]].filter(
          (sample) => sample !== undefined,
        )}
        title={sampleTitles[kind.key]}
        onMove={(by) => goTo(index + by)}
      />
    </div>
  );
}
