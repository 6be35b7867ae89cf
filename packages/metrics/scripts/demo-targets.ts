// What the demo feature network learns to read off a picture: the attributes that the demo data set drew it from, as classes
// and as numbers. Together they are what a translation changes (style) and what it keeps (content).
import type { DemoAttributes } from '@starlab/data';

type Read<T> = (attributes: DemoAttributes) => T;

const classReaders: Readonly<Record<string, Read<string>>> = {
  domain: ({ domain }) => domain,
  variety: ({ style }) => style.variety,
  pattern: ({ style }) => style.pattern,
};

const channel = (hex: string, c: number): number =>
  Number.parseInt(hex.slice(1 + 2 * c, 3 + 2 * c), 16) / 255;

/** Three readers, one per channel of a colour. */
function colour(name: string, read: Read<readonly string[]>): [string, Read<number>][] {
  return ['red', 'green', 'blue'].map((channelName, c) => [
    `${name} ${channelName}`,
    (attributes) => {
      const mixed = read(attributes);
      return mixed.reduce((sum, hex) => sum + channel(hex, c), 0) / mixed.length;
    },
  ]);
}

const numberReaders: Readonly<Record<string, Read<number>>> = Object.fromEntries([
  ...colour('fur', ({ style }) => [style.fur]),
  ...colour('markings', ({ style }) => [style.markings]),
  ...colour('eyes', ({ style }) => [style.eyes]),
  ...colour('accent', ({ style }) => [style.accent]),
  ...colour('background', ({ style }) => [style.background.from, style.background.to]),
  ...(['tilt', 'turn', 'nod', 'offsetX', 'offsetY', 'size', 'smile', 'mouthOpen', 'eyesOpen'] as const).map(
    (name): [string, Read<number>] => [name, ({ content }) => content[name]],
  ),
]);

export interface ClassTarget {
  readonly name: string;
  readonly values: readonly string[];
}

export const numberNames: readonly string[] = Object.keys(numberReaders);

/** The classes with the values that occur, sorted. */
export function classTargets(all: readonly DemoAttributes[]): ClassTarget[] {
  return Object.entries(classReaders).map(([name, read]) => ({
    name,
    values: [...new Set(all.map(read))].sort(),
  }));
}

/** One-hot classes, one after another. */
export function oneHotClasses(targets: readonly ClassTarget[], attributes: DemoAttributes): number[] {
  return targets.flatMap(({ name, values }) => {
    const value = classReaders[name]?.(attributes);
    return values.map((candidate) => (candidate === value ? 1 : 0));
  });
}

export function numbersOf(attributes: DemoAttributes): number[] {
  return Object.values(numberReaders).map((read) => read(attributes));
}

export interface Standardisation {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Mean and deviation of each number over a set. */
export function standardisationOf(all: readonly DemoAttributes[]): Standardisation {
  const rows = all.map(numbersOf);
  const average = (values: readonly number[]): number =>
    values.reduce((sum, v) => sum + v, 0) / values.length;
  const columns = numberNames.map((_, column) => rows.map((row) => row[column] ?? Number.NaN));
  const mean = columns.map(average);
  const deviation = columns.map((column, i) =>
    Math.sqrt(average(column.map((v) => (v - (mean[i] ?? 0)) ** 2))),
  );
  return { mean, deviation };
}

export function standardise(numbers: readonly number[], { mean, deviation }: Standardisation): number[] {
  return numbers.map((value, i) => (value - (mean[i] ?? 0)) / (deviation[i] ?? 1));
}
