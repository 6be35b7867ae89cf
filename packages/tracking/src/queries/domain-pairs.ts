// Methods with a model for two domains take a run for each pair of a data set's. Runs that differ in their domains alone and cover
// every pair count as one model of the whole data set: its figure is the mean over all ordered pairs, as everybody's is.
import { domainPairs, fingerprintSchema, type RealImagesFigure } from '@starlab/experiment';
import { fingerprintSha256 } from '../fingerprint-digest.ts';
import { configSha256 } from '../write/create-run.ts';
import { groupBy, type RunFigure } from './measured-figures.ts';

const pairKey = (pair: readonly string[]): string => JSON.stringify(pair);

/** The figure as it would be of the whole data set: its configuration names no domains, its fingerprint all pictures. */
function ofWholeDataset(figure: RunFigure): RunFigure {
  const { domains: _, ...config } = figure.config;
  const own = fingerprintSchema.parse(figure.fingerprint);
  const fingerprint = { ...own, dataSha256: figure.dataset_sha256 ?? own.dataSha256 };
  return {
    ...figure,
    config,
    config_sha256: configSha256(config),
    fingerprint,
    fingerprint_sha256: fingerprintSha256(fingerprint),
  };
}

/** What has to be equal in runs that count as one. */
function modelOf({ config_sha256, config, metric, mode, step, fingerprint_sha256 }: RunFigure): string {
  return JSON.stringify([config_sha256, config.seed, metric, mode, step, fingerprint_sha256]);
}

/** One figure for every set of runs that covers all pairs of `domains`; of a pair measured twice the last counts. */
export function joinPairs(figures: readonly RunFigure[], domains: readonly string[]): RunFigure[] {
  const pairs = domainPairs(domains).map(pairKey);
  const models = groupBy(figures.map(ofWholeDataset), modelOf).values();
  return [...models].flatMap((ofModel) => {
    const byPair = new Map(ofModel.map((figure) => [pairKey(figure.domains), figure]));
    const joined = pairs.flatMap((pair) => byPair.get(pair) ?? []);
    const [first] = joined;
    if (!first || joined.length < pairs.length) return [];
    return {
      ...first,
      // Each pair has as many tasks as any other: the mean of their means is the mean over all tasks.
      mean: joined.reduce((sum, { mean }) => sum + mean, 0) / joined.length,
      run_ids: joined.flatMap(({ run_ids }) => run_ids),
      real_images: realImagesOf(joined, domains),
    };
  });
}

/** Each domain's from any pair that has it: the pictures are the same in all of them. Null until there is one of every domain. */
function realImagesOf(
  figures: readonly RunFigure[],
  domains: readonly string[],
): readonly RealImagesFigure[] | null {
  const all = figures.flatMap(({ real_images }) => real_images ?? []);
  const found = domains.flatMap((name) => all.find(({ domain }) => domain === name) ?? []);
  return found.length === domains.length ? found : null;
}

/** The pairs that none of `figures` measured: `cat–dog`. */
export function missingPairs(figures: readonly RunFigure[], domains: readonly string[]): string[] {
  const measured = new Set(figures.map((figure) => pairKey(figure.domains)));
  return domainPairs(domains)
    .filter((pair) => !measured.has(pairKey(pair)))
    .map((pair) => pair.join('–'));
}
