// Samples of several runs on one axis of steps: what each run had drawn by the step in sight.
import type { SampleKey } from '@starlab/experiment';
import type { StoredSample } from '@starlab/tracking';
import type { CurveRun } from '@/features/curves/curve-run.ts';
import { sampleIndexAt, sampleTitles } from '@/features/samples/steps.ts';
import type { ComparedRun } from './compared-run.ts';

/** A run that has samples of the kind in sight. */
export interface DrawnRun {
  readonly line: CurveRun;
  readonly imageSize: number;
  readonly domains: readonly string[];
  /** By step, at least one. */
  readonly samples: readonly StoredSample[];
}

/** The kinds of which any of the runs has samples, in their usual order. */
export function drawnKinds(compared: readonly Pick<ComparedRun, 'samples'>[]): SampleKey[] {
  const present = new Set(compared.flatMap(({ samples }) => samples.map(({ key }) => key)));
  return (Object.keys(sampleTitles) as SampleKey[]).filter((key) => present.has(key));
}

export function drawnRuns(
  compared: readonly ComparedRun[],
  lines: readonly CurveRun[],
  kind: SampleKey,
): DrawnRun[] {
  return compared.flatMap(({ run, samples }, i) => {
    const line = lines[i];
    const ofKind = samples.filter(({ key }) => key === kind).sort((a, b) => a.step - b.step);
    const [first] = ofKind;
    if (!line || !first) return [];
    // Another program's picture is taken as a whole.
    const imageSize = run.kind === 'starlab' ? run.config.imageSize : Math.max(first.width, first.height);
    return [{ line, imageSize, domains: run.domains, samples: ofKind }];
  });
}

/** Every step at which any of the runs was drawn, ascending. */
export function drawnSteps(runs: readonly DrawnRun[]): number[] {
  const steps = new Set(runs.flatMap(({ samples }) => samples.map(({ step }) => step)));
  return [...steps].sort((a, b) => a - b);
}

/** The latest sample not after `step`; undefined before the run's first. */
export function drawnAt({ samples }: DrawnRun, step: number): StoredSample | undefined {
  const sample = samples[sampleIndexAt(samples, step)];
  return sample && sample.step <= step ? sample : undefined;
}

/** CSS px a picture takes: at least 64, by a whole factor, the same for every run. */
export function cellSize(runs: readonly DrawnRun[]): number {
  const size = Math.max(1, ...runs.map(({ imageSize }) => imageSize));
  return size * Math.max(1, Math.ceil(64 / size));
}
