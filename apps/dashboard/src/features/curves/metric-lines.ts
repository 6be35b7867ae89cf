// The lines of one metric: one a run, or one a group of seeds.
import type { CurveRun } from './curve-run.ts';
import { plotLine, type PlotLine, type PlotOptions } from './plot-line.ts';
import { seedBand } from './seed-band.ts';
import { startOf, type SeriesByRun } from './series.ts';
import type { SeedView } from './settings.ts';

interface MetricLines {
  readonly runs: readonly CurveRun[];
  readonly curves: SeriesByRun;
  readonly name: string;
  readonly seeds: SeedView;
  readonly options: PlotOptions;
  /** Of runs that have none of their own. */
  readonly colour: string;
}

/** More bands than that over one another are a fog; spikes stay in sight as the lines' own band is then their extremes. */
const MOST_BANDS = 10;

export function metricLines({ runs, curves, name, seeds, options, colour }: MetricLines): PlotLine[] {
  const lines = runs.flatMap((run) => {
    const byName = curves.get(run.id);
    const series = byName?.get(name);
    if (!byName || !series || series.steps.length === 0) return [];
    return [{ run, line: plotLine({ run, series, start: startOf(byName), colour }, options) }];
  });
  if (seeds === 'lines') {
    return lines.map(({ line }) => (lines.length > MOST_BANDS ? zigzag(line) : line));
  }
  const groups = new Map<string, PlotLine[]>();
  for (const { run, line } of lines) {
    const group = run.group ?? run.label;
    groups.set(group, [...(groups.get(group) ?? []), line]);
  }
  const labels = new Map(runs.map((run) => [run.group ?? run.label, run.groupLabel]));
  return [...groups].flatMap(([group, members]) => {
    const label = labels.get(group);
    const merged = seedBand(members, { kind: seeds, group, label, scale: options.scale });
    return merged ? [merged] : [];
  });
}

/** A line that goes through minimum and maximum of every bucket instead of having a band between them. */
function zigzag(line: PlotLine): PlotLine {
  const { band } = line;
  if (!band || line.raw) return { ...line, band: undefined };
  const twice = <T>(column: readonly T[]): T[] => column.flatMap((value) => [value, value]);
  return {
    ...line,
    band: undefined,
    xs: twice(line.xs),
    steps: twice(line.steps),
    values: twice(line.values),
    ys: line.ys.flatMap((_, i) => [band.lower[i] ?? NaN, band.upper[i] ?? NaN]),
  };
}
