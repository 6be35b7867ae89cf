// A page of the runs an address finds; where there are none because nothing is called so, what may have been meant.
import { configKeys, nearestName } from '@starlab/experiment';
import {
  listExternalConfigKeys,
  listRunFacets,
  searchRuns,
  type Database,
  type RunSearch,
} from '@starlab/tracking';
import type { SearchedRuns } from '@/features/runs/found-runs.ts';

/** What a filter calls a key or a curve; undefined where it names neither. */
function nameOf(column: NonNullable<RunSearch['filters']>[number]['column']): string | undefined {
  if (column.kind === 'named') return column.name;
  return column.kind === 'config' ? `config.${column.key}` : undefined;
}

async function unknownName(db: Database, search: RunSearch): Promise<string | undefined> {
  const names = (search.filters ?? []).flatMap(({ column }) => nameOf(column) ?? []);
  if (names.length === 0) return undefined;
  const [{ series, figures }, externalKeys] = await Promise.all([
    listRunFacets(db),
    listExternalConfigKeys(db),
  ]);
  const keys = [...configKeys, ...externalKeys];
  const known = [...series, ...keys, ...keys.map((key) => `config.${key}`)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const figureNames = figures.map(({ metric, mode, featureSet }) => `${metric}.${mode}.${featureSet}`);
  const begun = figureNames.find((name) => name.startsWith(`${unknown.toLowerCase()}.`));
  const nearest = begun ?? nearestName(unknown, [...known, ...figureNames]);
  return `No run has a key or a curve “${unknown}”.${nearest === undefined ? '' : ` Did you mean “${nearest}”?`}`;
}

export async function findRuns(db: Database, search: RunSearch): Promise<SearchedRuns> {
  const found = await searchRuns(db, search);
  const hint = found.total === 0 ? await unknownName(db, search) : undefined;
  return hint === undefined ? found : { ...found, hint };
}
