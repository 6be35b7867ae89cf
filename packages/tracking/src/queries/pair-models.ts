// Runs on pairs of domains that are meant as one model of the whole data set: which belong together, and what keeps a pair out.
import { chosenDomains, configDifference, domainPairs, type RunConfig } from '@starlab/experiment';
import type { MissingPair, PairModel } from '../results.ts';
import { configSha256 } from '../write/create-run.ts';
import { groupBy } from './measured-figures.ts';
import type { StudyRun } from './study-runs.ts';

type PairRun = Pick<StudyRun, 'id' | 'seed' | 'domains' | 'config'>;

const withoutDomains = ({ domains: _, ...config }: RunConfig): RunConfig => config;

/** A run that waits has its pair in its configuration only. */
export function domainsOf({ domains, config }: Pick<StudyRun, 'domains' | 'config'>): readonly string[] {
  return chosenDomains(config) ?? domains;
}

const isOf =
  (pair: readonly string[]) =>
  (run: PairRun): boolean =>
    domainsOf(run).join() === pair.join();

function differingKeys(from: RunConfig, to: RunConfig): string[] {
  return configDifference(withoutDomains(from), withoutDomains(to)).map(({ key }) => key);
}

/**
 * The runs with equal settings and seed that cover most pairs; of equally many, those begun first.
 * @param runs of one method
 * @param domains of the whole data set, sorted
 * @returns null where there are no runs
 */
export function nearestModel(runs: readonly PairRun[], domains: readonly string[]): PairModel | null {
  const pairs = domainPairs(domains);
  const covered = (model: readonly PairRun[]): number =>
    pairs.filter((pair) => model.some(isOf(pair))).length;
  const models = groupBy(runs, ({ config }) => `${configSha256(withoutDomains(config))} ${config.seed}`);
  const [nearest] = [...models.values()].sort((a, b) => covered(b) - covered(a));
  const [first] = nearest ?? [];
  if (!nearest || !first) return null;
  const missing = pairs
    .filter((pair) => !nearest.some(isOf(pair)))
    .map((pair): MissingPair => {
      const [closest] = runs
        .filter(isOf(pair))
        .map(({ config }) => differingKeys(first.config, config))
        .sort((a, b) => a.length - b.length);
      return { domains: pair, differsIn: closest ?? null };
    });
  return { runId: first.id, seed: first.seed, missing };
}
