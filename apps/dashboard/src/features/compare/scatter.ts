// FID against LPIPS: where each run went while it trained. Only figures that were measured alike stand in one picture.
import { metricLabel, type Evaluation, type Fingerprint, type Mode } from '@starlab/experiment';
import type { ComparedRun } from './compared-run.ts';

export interface ScatterPoint {
  readonly step: number;
  readonly fid: number;
  readonly lpips: number;
}

export interface ScatterRun {
  readonly runId: string;
  /** By step. */
  readonly points: readonly ScatterPoint[];
}

export interface Scatter {
  /** "FID (demo features)". */
  readonly fidLabel: string;
  readonly lpipsLabel: string;
  readonly runs: readonly ScatterRun[];
  /** Runs that have both figures, but measured otherwise. */
  readonly leftOut: readonly string[];
}

/** The schema fixes the order of keys, so equal fingerprints are equal texts. */
const identity = (fingerprint: Fingerprint): string => JSON.stringify(fingerprint);

/** Pairs of fingerprints in one run, each with the points measured with it. */
function pointsByMeasurement(evaluations: readonly Evaluation[], mode: Mode): Map<string, ScatterPoint[]> {
  const ofMode = evaluations.filter((evaluation) => evaluation.mode === mode);
  const measurements = new Map<string, ScatterPoint[]>();
  for (const fid of ofMode.filter(({ metric }) => metric === 'fid')) {
    for (const lpips of ofMode.filter(({ metric, step }) => metric === 'lpips' && step === fid.step)) {
      const key = `${identity(fid.fingerprint)}\n${identity(lpips.fingerprint)}`;
      const points = measurements.get(key) ?? [];
      points.push({ step: fid.step, fid: fid.mean, lpips: lpips.mean });
      measurements.set(key, points);
    }
  }
  return measurements;
}

/** The measurement that most runs have; of equally common ones, that of the first run. Undefined where there is none. */
function commonMeasurement(runs: readonly ReadonlyMap<string, unknown>[]): string | undefined {
  const counts = new Map<string, number>();
  for (const key of runs.flatMap((run) => [...run.keys()])) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Undefined while no run has both figures in this mode. */
export function scatterOf(
  compared: readonly Pick<ComparedRun, 'run' | 'evaluations'>[],
  mode: Mode,
): Scatter | undefined {
  const measured = compared.map(({ run, evaluations }) => ({
    runId: run.id,
    measurements: pointsByMeasurement(evaluations, mode),
  }));
  const common = commonMeasurement(measured.map(({ measurements }) => measurements));
  if (common === undefined) return undefined;
  const [fid = '', lpips = ''] = common.split('\n');
  const featureSet = (text: string): Fingerprint['featureSet'] =>
    (JSON.parse(text) as Fingerprint).featureSet;
  return {
    fidLabel: metricLabel('fid', featureSet(fid)),
    lpipsLabel: metricLabel('lpips', featureSet(lpips)),
    runs: measured.flatMap(({ runId, measurements }) => {
      const points = measurements.get(common);
      return points ? [{ runId, points: [...points].sort((a, b) => a.step - b.step) }] : [];
    }),
    leftOut: measured
      .filter(({ measurements }) => measurements.size > 0 && !measurements.has(common))
      .map(({ runId }) => runId),
  };
}
