// Groups of runs as the table shows them: their figures in words, and their order.
import type { RunGroup } from '@starlab/tracking';
import type { Column } from './columns.ts';
import type { Sorting } from './table-state.ts';

/** `12.3 ± 0.4 (3)`: mean, sample standard deviation, and over how many runs. */
export function figureText(figure: RunGroup['figures'][number] | undefined, column: Column): string {
  if (!figure || figure.mean === null) return '–';
  const mean = column.format(figure.mean);
  const count = ` (${figure.n})`;
  return figure.std === null ? mean + count : `${mean} ± ${column.format(figure.std)}${count}`;
}

/** The keys in which a group differs from its study's configuration, apart from the seed. */
export function groupChanges({ config, base }: Pick<RunGroup, 'config' | 'base'>): string {
  const bases = new Map<string, unknown>(Object.entries(base));
  return Object.entries(config)
    .filter(([key, value]) => key !== 'seed' && key !== 'configuration' && value !== bases.get(key))
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(' ');
}

/** By the mean of the sorted column if it is one of `columns`; otherwise as they came, newest first. */
export function sortGroups(
  groups: readonly RunGroup[],
  columns: readonly Column[],
  { by, descending }: Sorting,
): RunGroup[] {
  const index = columns.findIndex(({ id }) => id === by);
  if (index < 0) return [...groups];
  const meanOf = (group: RunGroup): number | null => group.figures[index]?.mean ?? null;
  return [...groups].sort((a, b) => {
    const [x, y] = [meanOf(a), meanOf(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return descending ? y - x : x - y;
  });
}
