// What a launch asks for, and the runs it comes to: one per configuration or method, and seed. The form and the server use the same code,
// so that what the form accepts is what the server accepts.
import {
  ConfigError,
  configDifference,
  domainPairs,
  isTwoDomain,
  presetConfig,
  presets,
  resolveConfig,
  runName,
  StarlabError,
  studyIdSchema,
  trainable,
  trainableNameSchema,
  trainableOf,
  type RunConfig,
  type RunConfigInput,
  type TrainableName,
} from '@starlab/experiment';
import { z } from 'zod';

const MOST_RUNS = 100;

/** Beside the presets: what the runs of the chosen study have in common. */
export const LIKE_STUDY = 'study';
export const presetNames = [LIKE_STUDY, ...presets.map(({ name }) => name)] as const;

const studySchema = z.union([
  z.strictObject({ id: studyIdSchema }),
  z.strictObject({
    name: z.string().trim().min(1).max(100),
    datasetPath: z.string().trim().min(1),
  }),
]);

const plannedSchema = z.object({
  preset: z.enum(presetNames),
  configurations: z.array(trainableNameSchema).min(1, 'Choose a configuration or a method.'),
  seeds: z.array(z.int().min(0).max(0xffffffff)).min(1, 'Seeds are whole numbers: 1, 2, 5-8.'),
  /** Keys the user has set, against the preset and the configuration's row. */
  overrides: z.record(z.string(), z.union([z.number(), z.string()])),
});

export const launchRequestSchema = plannedSchema.extend({ study: studySchema });
export type LaunchRequest = z.infer<typeof launchRequestSchema>;

export interface PlannedRun {
  readonly name: string;
  readonly config: RunConfig;
}

export type LaunchPlan =
  | { readonly ok: true; readonly runs: readonly PlannedRun[] }
  | {
      readonly ok: false;
      readonly message: string;
      readonly remedy: string;
      /** What is wrong with single keys. */
      readonly faults: Readonly<Record<string, string>>;
    };

type Asked = Pick<LaunchRequest, 'preset' | 'overrides'>;

/** What is known of the study that the runs go to; nothing of a new one. */
export interface LaunchStudy {
  readonly domains: readonly string[];
  /** What its runs have in common; undefined if they are another program's. */
  readonly settings?: RunConfigInput;
}

const NEW_STUDY: LaunchStudy = { domains: [] };

/** Keys that a preset sets. */
export const presetSettings = (
  preset: LaunchRequest['preset'],
  study: LaunchStudy | undefined,
): RunConfigInput | undefined => (preset === LIKE_STUDY ? study?.settings : presetConfig(preset));

/** Later ones win: the authors' scale of the method, the preset, what makes the row or method, what the user set. */
function configInput(
  { preset, overrides }: Asked,
  study: LaunchStudy,
  name: TrainableName,
  own: { readonly seed: number; readonly domains?: string },
): object {
  const base = presetSettings(preset, study);
  const chosen = trainable(name);
  return { ...chosen.scale, ...base, ...chosen.overrides, ...own, ...overrides };
}

/** Where a method knows two domains and the study has more, unless the user chose: a run for each pair. */
function domainsOfRuns(
  { overrides }: Asked,
  name: TrainableName,
  studyDomains: readonly string[],
): readonly { readonly domains?: string }[] {
  const hasChoice = isTwoDomain(name) && studyDomains.length > 2 && overrides['domains'] === undefined;
  return hasChoice ? domainPairs(studyDomains).map((pair) => ({ domains: pair.join(',') })) : [{}];
}

/**
 * The plan of a checked request, or what is wrong with it in words.
 * @param study the runs go to, as far as it is known
 */
export function planLaunch(
  request: z.infer<typeof plannedSchema>,
  study: LaunchStudy = NEW_STUDY,
): LaunchPlan {
  if (request.preset === LIKE_STUDY && !study.settings) {
    return {
      ok: false,
      message: 'The study has no settings of its own to launch runs with.',
      remedy: 'Choose a preset.',
      faults: {},
    };
  }
  const asked = request.configurations.flatMap((name) =>
    domainsOfRuns(request, name, study.domains).flatMap((domains) =>
      request.seeds.map((seed) => ({ name, own: { ...domains, seed } })),
    ),
  );
  if (asked.length > MOST_RUNS) {
    return {
      ok: false,
      message: `${asked.length} runs at once.`,
      remedy: `Launch at most ${MOST_RUNS}.`,
      faults: {},
    };
  }
  const runs: PlannedRun[] = [];
  for (const { name, own } of asked) {
    const input = configInput(request, study, name, own);
    try {
      const config = resolveConfig(input);
      runs.push({ name: runName(config), config });
    } catch (error) {
      if (!(error instanceof StarlabError)) throw error;
      return {
        ok: false,
        message: error.message,
        remedy: error.remedy,
        faults: error instanceof ConfigError ? error.faults : {},
      };
    }
  }
  return { ok: true, runs };
}

/** What a form asks for so far: the plan as far as it goes, and what is still missing beside it. */
export function checkLaunch(
  request: object,
  known: LaunchStudy = NEW_STUDY,
): { plan: LaunchPlan; missing: string[] } {
  const planned = plannedSchema.safeParse(request);
  const study = studySchema.safeParse('study' in request ? request.study : undefined);
  return {
    plan: planned.success ? planLaunch(planned.data, known) : { ok: true, runs: [] },
    missing: [
      ...(planned.error?.issues ?? []).map(({ message }) => message),
      ...(study.success ? [] : ['A new study needs a name and the path of its pictures.']),
    ],
  };
}

/** What a new study's runs differ from: the complete model under the preset and the user's keys. */
export function baseConfig(request: LaunchRequest): RunConfig {
  const [seed = 0] = request.seeds;
  const [first = 'F'] = request.configurations;
  try {
    return resolveConfig(configInput(request, NEW_STUDY, 'F', { seed }));
  } catch {
    // A key of the user's may fit the chosen row only.
    return resolveConfig(configInput(request, NEW_STUDY, first, { seed }));
  }
}

export interface Deviation {
  readonly key: string;
  /** The paper's default in this configuration, or that of the method's authors. */
  readonly paper: unknown;
  readonly launched: unknown;
}

/** How a run differs from the defaults of its configuration, or of its method’s authors. */
export function deviations(config: RunConfig): Deviation[] {
  const { scale, overrides } = trainableOf(config);
  const paper = resolveConfig({ ...scale, ...overrides, seed: config.seed });
  // It follows `iterations`, and says how fast a loss fades that only some of them have.
  const means = (key: string): boolean => key !== 'dsIterations' || config.lambdaDs > 0;
  return configDifference(paper, config)
    .filter(({ key }) => means(key))
    .map(({ key, from, to }) => ({ key, paper: from, launched: to }));
}
