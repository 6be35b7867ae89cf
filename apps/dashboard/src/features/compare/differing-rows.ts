// What differs between runs: keys of the configuration, and beside it the data, the code and the machine.
import { configKeys } from '@starlab/experiment';
import type { RunDetail } from '@starlab/tracking';

export interface DifferingRow {
  readonly key: string;
  /** One a run, in their order. */
  readonly values: readonly string[];
}

const shortSha = (sha: string): string => sha.slice(0, 8);

function commit({ git }: RunDetail): string {
  return git ? `${shortSha(git.commit)}${git.dirty ? ' + changes' : ''}` : 'unknown';
}

/** What a run was made with, apart from its configuration. */
const circumstances: Readonly<Record<string, (run: RunDetail) => unknown>> = {
  study: (run) => run.studyName,
  data: (run) => (run.dataset.sha256 === null ? 'not read yet' : shortSha(run.dataset.sha256)),
  domains: (run) => run.domains.join(', '),
  commit,
  device: (run) => run.environment['device'] ?? 'unknown',
};

/** In schema order, then those that other programs say of their runs, in their own. */
export function comparedKeys(runs: readonly Pick<RunDetail, 'config'>[]): readonly string[] {
  const own = runs.flatMap(({ config }) => Object.keys(config));
  return [...new Set([...configKeys.filter((key) => own.includes(key)), ...own])];
}

/** Rows whose value is the same for every run are left out. */
export function differingRows(runs: readonly RunDetail[]): DifferingRow[] {
  const configRows = comparedKeys(runs).map((key) => ({
    key,
    values: runs.map(({ config }) => String(new Map(Object.entries(config)).get(key) ?? '–')),
  }));
  const otherRows = Object.entries(circumstances).map(([key, valueOf]) => ({
    key,
    values: runs.map((run) => String(valueOf(run))),
  }));
  return [...configRows, ...otherRows].filter(({ values }) => new Set(values).size > 1);
}
