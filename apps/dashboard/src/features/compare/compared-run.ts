// A run among those compared, with everything the comparison shows but its curves.
import type { Evaluation } from '@starlab/experiment';
import type { RunDetail, StoredSample } from '@starlab/tracking';
import { nameConfigValue } from '@/ui/format.ts';
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

/** More settings than that are no name. */
const MOST_NAMED = 3;

/** The settings that tell `run` from the others, such as `lr=0.001`; '' where there are none, or too many to be a name. */
function tellingSettings(run: RunDetail, others: readonly RunDetail[]): string {
  const settings = ({ config }: RunDetail): Map<string, unknown> => new Map(Object.entries(config));
  const own = settings(run);
  const all = others.map(settings);
  const keys = new Set(all.flatMap((known) => [...known.keys()]));
  const telling = [...keys].filter(
    (key) => key !== 'seed' && all.some((known) => known.get(key) !== own.get(key)),
  );
  if (telling.length > MOST_NAMED) return '';
  return telling.map((key) => `${key}=${nameConfigValue(own.get(key))}`).join(' ');
}

/** What seeds of one configuration are called together: its row, and what tells it from others of that row. */
function groupLabel(compared: readonly ComparedRun[], group: string): string {
  const firsts = new Map(compared.toReversed().map((one) => [groupOf(one), one.run]));
  const first = firsts.get(group);
  if (!first) return group;
  const row = first.configuration; // another program's run is of none
  const alike = [...firsts.values()].filter(({ configuration }) => configuration === row);
  if (alike.length === 1) return row ?? first.name;
  const telling = tellingSettings(first, alike) || first.name;
  return row === null ? telling : `${row}, ${telling}`;
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
