// The launch form's state is its address: a link to it is a link to the filled-in form.
import { configKeys, studyIdSchema, trainableNameSchema, type TrainableName } from '@starlab/experiment';
import type { UrlPatch } from '@/ui/url-state.ts';
import { LIKE_STUDY, presetNames, type LaunchRequest } from './launch-request.ts';

export interface LaunchState {
  /** Unless one is chosen, runs of a study have its settings, and a new study has the demo's. */
  readonly preset: LaunchRequest['preset'];
  /** Rows of Table 1, and methods that are none. */
  readonly configurations: readonly TrainableName[];
  /** As typed: `1, 2, 5-8`; empty for seed 1. */
  readonly seeds: string;
  /** Id of a study, or empty for a new one. */
  readonly study: string;
  readonly studyName: string;
  readonly data: string;
  /** As typed. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** Keys that have a control of their own, or that a row of Table 1 decides. */
const OWN_CONTROL = new Set(['configuration', 'method', 'seed']);
export const overridableKeys = configKeys.filter((key) => !OWN_CONTROL.has(key));

export function readLaunchState(parameters: URLSearchParams): LaunchState {
  const wanted = (parameters.get('configurations') ?? 'F').split(',');
  const study = parameters.get('study') ?? '';
  const chosen = presetNames.find((name) => name === parameters.get('preset'));
  return {
    preset: chosen ?? (study === '' ? 'demo' : LIKE_STUDY),
    configurations: trainableNameSchema.options.filter((name) => wanted.includes(name)),
    seeds: parameters.get('seeds') ?? '',
    study,
    studyName: parameters.get('name') ?? '',
    data: parameters.get('data') ?? '',
    overrides: Object.fromEntries(
      overridableKeys.flatMap((key) => {
        const text = parameters.get(key);
        return text === null ? [] : [[key, text]];
      }),
    ),
  };
}

/** `undefined` leaves a key as it is, an empty override removes it. */
export function writeLaunchState(patch: Partial<LaunchState>): UrlPatch {
  const { configurations, studyName, overrides, ...plain } = patch;
  return {
    ...plain,
    ...(studyName === undefined ? {} : { name: studyName }),
    ...(configurations === undefined ? {} : { configurations: configurations.join(',') || 'none' }),
    ...overrides,
  };
}

/** `1, 2, 5-8` as numbers, each once; undefined if it is anything else. */
export function parseSeeds(text: string): number[] | undefined {
  const seeds = new Set<number>();
  for (const part of text.split(/[\s,]+/).filter((token) => token !== '')) {
    const range = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    if (!range) return undefined;
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (last < first || last - first >= 1000) return undefined;
    for (let seed = first; seed <= last; seed++) seeds.add(seed);
  }
  return [...seeds];
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Numbers become numbers; anything else stays text for the schema to judge. */
const parseValue = (text: string): number | string => (NUMBER.test(text.trim()) ? Number(text) : text.trim());

/** What the state asks the server for; judged by `launchRequestSchema`. */
export function toRequest(state: LaunchState): object {
  const id = studyIdSchema.safeParse(state.study);
  return {
    study: id.success ? { id: id.data } : { name: state.studyName, datasetPath: state.data },
    preset: state.preset,
    configurations: state.configurations,
    seeds: parseSeeds(state.seeds || '1') ?? [],
    overrides: Object.fromEntries(
      Object.entries(state.overrides).map(([key, text]) => [key, parseValue(text)]),
    ),
  };
}
