// The seeds of one configuration as one line: their mean at equal x, and a band of the standard deviation or of all values.
import type { PlotLine } from './plot-line.ts';
import { firstIndexFrom, onScale, type YScale } from './axes.ts';

export type BandKind = 'std' | 'range';

/** The value of a column at `x` between its neighbours, or NaN outside of it or beside a gap. */
export function valueAt(xs: readonly number[], ys: readonly number[], x: number): number {
  const right = firstIndexFrom(xs, x);
  const rightX = xs[right];
  if (rightX === undefined) return NaN;
  if (rightX === x) return ys[right] ?? NaN;
  const leftX = xs[right - 1];
  if (leftX === undefined) return NaN;
  const share = (x - leftX) / (rightX - leftX);
  return (1 - share) * (ys[right - 1] ?? NaN) + share * (ys[right] ?? NaN);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample standard deviation (n − 1); 0 for a single value, which has no spread to show. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

const finite = (values: readonly number[]): number[] => values.filter((value) => Number.isFinite(value));

/**
 * Merges the lines of one group on the x positions of its densest member. Where a seed has ended, the mean is over those
 * that go on. A band is there only where two seeds are.
 */
export function seedBand(
  members: readonly PlotLine[],
  options: {
    readonly kind: BandKind;
    readonly group: string;
    /** @default `group` */
    readonly label?: string | undefined;
    readonly scale: YScale;
  },
): PlotLine | undefined {
  const [first] = members;
  if (!first) return undefined;
  const densest = members.reduce((a, b) => (b.xs.length > a.xs.length ? b : a));
  const at = (column: (line: PlotLine) => readonly number[], x: number): number[] =>
    finite(members.map((line) => valueAt(line.xs, column(line), x)));
  const columns = densest.xs.map((x) => {
    const drawn = at((line) => line.ys, x);
    const centre = drawn.length === 0 ? NaN : mean(drawn);
    if (options.kind === 'range') {
      const low = at((line) => line.band?.lower ?? line.raw ?? line.ys, x);
      const high = at((line) => line.band?.upper ?? line.raw ?? line.ys, x);
      return { centre, lower: Math.min(...low), upper: Math.max(...high) };
    }
    const spread = deviation(drawn);
    return { centre, lower: onScale(centre - spread, options.scale), upper: centre + spread };
  });
  const values = densest.xs.map((x) => {
    const logged = at((line) => line.values, x);
    return logged.length === 0 ? NaN : mean(logged);
  });
  return {
    key: options.group,
    label: `${options.label ?? options.group} (n = ${members.length})`,
    colour: first.colour,
    dash: [],
    xs: densest.xs,
    steps: densest.steps,
    ys: columns.map(({ centre }) => centre),
    values,
    last: values.at(-1) ?? NaN,
    raw: undefined,
    band:
      members.length < 2
        ? undefined
        : { lower: columns.map(({ lower }) => lower), upper: columns.map(({ upper }) => upper) },
    resolution: Math.max(...members.map(({ resolution }) => resolution)),
    nonFinite: members.flatMap((line) => line.nonFinite).sort((a, b) => a - b),
    hidden: members.reduce((sum, line) => sum + line.hidden, 0),
  };
}
