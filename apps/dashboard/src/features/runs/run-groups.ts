// Groups of runs as the table shows them: their figures in words, and their order.
import { shortened } from '@starlab/experiment';
import type { RunGroup } from '@starlab/tracking';
import { nameConfigValue } from '@/ui/format.ts';
import type { Column } from './columns.ts';
import type { Sorting } from './table-state.ts';

/** `12.3 ± 0.4 (3)`: mean, sample standard deviation, and over how many runs. */
export function figureText(figure: RunGroup['figures'][number] | undefined, column: Column): string {
  if (!figure || figure.mean === null) return '–';
  const mean = column.format(figure.mean);
  const count = ` (${figure.n})`;
  return figure.std === null ? mean + count : `${mean} ± ${column.format(figure.std)}${count}`;
}

/** Enough to tell a group by; a configuration of another program may have hundreds of keys. */
const NAMED_CHANGES = 6;
const LONGEST_VALUE = 40;

type GroupConfig = Pick<RunGroup, 'config' | 'base' | 'studyId'>;

/** The keys in which a group differs from its study's configuration, apart from the seed. */
function changedKeys({ config, base }: GroupConfig): string[] {
  const bases = new Map<string, unknown>(Object.entries(base));
  return Object.entries(config)
    .filter(([key, value]) => key !== 'seed' && key !== 'configuration' && value !== bases.get(key))
    .map(([key]) => key);
}

/** A group's values of the keys in which any of its study's groups differs from the study's configuration. */
export function groupSettings(group: GroupConfig, groups: readonly GroupConfig[]): string {
  const config = new Map<string, unknown>(Object.entries(group.config));
  const peers = groups.filter(({ studyId }) => studyId === group.studyId);
  const changed = new Set(peers.flatMap(changedKeys));
  // Of many keys only the first are named: its own.
  const keys = changed.size > NAMED_CHANGES ? new Set([...changedKeys(group), ...changed]) : changed;
  const changes = [...keys]
    .filter((key) => config.has(key))
    .map((key) => `${key}=${shortened(nameConfigValue(config.get(key)), LONGEST_VALUE)}`);
  const more = changes.length - NAMED_CHANGES;
  return [...changes.slice(0, NAMED_CHANGES), ...(more > 0 ? [`and ${more} more`] : [])].join(' ');
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
