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

const groupOf = ({ run }: ComparedRun): string => `${run.studyId} ${run.configSha256}`;

/** What seeds of one configuration are called together: its row, and the first run where several groups are of that row. */
function groupLabel(compared: readonly ComparedRun[], group: string): string {
  const first = compared.find((one) => groupOf(one) === group)?.run;
  if (!first) return group;
  const groups = new Set(
    compared.filter(({ run }) => run.configuration === first.configuration).map((one) => groupOf(one)),
  );
  const row = first.configuration ?? first.name; // another program's run is of no row
  return groups.size > 1 ? `${row}, as ${first.name}` : row;
}

/** How each run is drawn, on every part of the page: seeds of one configuration share their hue. */
export function comparedLines(compared: readonly ComparedRun[]): CurveRun[] {
  const labels = runLabels(compared);
  return styleRuns(
    compared.map((one, i) => ({
      id: one.run.id,
      label: labels[i] ?? one.run.name,
      group: groupOf(one),
      groupLabel: groupLabel(compared, groupOf(one)),
    })),
  );
}
