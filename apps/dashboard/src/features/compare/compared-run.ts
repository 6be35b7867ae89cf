// A run among those compared, with everything the comparison shows but its curves.
import type { Evaluation } from '@starlab/experiment';
import type { RunDetail, StoredSample } from '@starlab/tracking';
import { styleRuns, type CurveRun } from '@/features/curves/curve-run.ts';

export interface ComparedRun {
  readonly run: RunDetail;
  readonly samples: readonly StoredSample[];
  readonly evaluations: readonly Evaluation[];
}

/** A run's name, with its study's where two of the runs share a name. */
export function runLabels(compared: readonly ComparedRun[]): string[] {
  const names = compared.map(({ run }) => run.name);
  return compared.map(({ run }) =>
    names.filter((name) => name === run.name).length > 1 ? `${run.studyName}/${run.name}` : run.name,
  );
}

/** How each run is drawn, on every part of the page: seeds of one configuration share their hue. */
export function comparedLines(compared: readonly ComparedRun[]): CurveRun[] {
  const labels = runLabels(compared);
  return styleRuns(
    compared.map(({ run }, i) => ({
      id: run.id,
      label: labels[i] ?? run.name,
      group: `${run.studyId} ${run.configSha256}`,
    })),
  );
}
