// Which seed a row lacks: rows are compared best over the same seeds.
import type { AblationTableRow } from '@starlab/tracking';

type Seeded = Pick<AblationTableRow, 'runs'>;

/** The lowest seed that another row has and this one lacks, or else the first beyond all of this row's. */
export function nextSeed(rows: readonly Seeded[], row: Seeded): number {
  const own = new Set(row.runs.map(({ seed }) => seed));
  const lacking = rows.flatMap(({ runs }) => runs.map(({ seed }) => seed)).filter((seed) => !own.has(seed));
  return lacking.length > 0 ? Math.min(...lacking) : Math.max(0, ...own) + 1;
}
