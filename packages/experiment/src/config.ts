// The configuration of a run: one schema, from which the type, the validation, the stored form and the launch form follow.
import { z } from 'zod';
import { ablationRow } from './ablation.ts';
import { conditioningSchema, configurationSchema, discriminatorHeadSchema, methodSchema } from './names.ts';
import { StarlabError } from './error.ts';
import { nearestName } from './nearest-name.ts';

const positive = z.number().positive();
const count = z.int().min(1);
const weight = z.number().min(0);

const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));

export const runConfigSchema = z.strictObject({
  method: methodSchema.default('stargan-v2'),
  configuration: configurationSchema
    .default('F')
    .describe('row of the paper’s Table 1; it decides the defaults of other keys'),
  seed: z.int().min(0).max(0xffffffff).default(777),
  imageSize: z
    .int()
    .min(32, 'the networks need at least 32 px')
    .refine(isPowerOfTwo, 'must be a power of two: 32, 64, 128, 256, …')
    .default(256)
    .describe('height and width of training images, px'),
  iterations: count.default(100_000),
  batchSize: count.default(8),
  accumulationSteps: count
    .default(1)
    .describe('StarGAN v2: equal parts of a batch, one in memory at a time, for the same gradients'),

  baseWidth: count
    .optional()
    .describe('channels at full resolution; the paper’s 2^14 / imageSize when left out'),
  maxWidth: count.default(512).describe('cap on channels'),
  hiddenDimension: count.default(512).describe('width of the mapping network'),
  latentDimension: count.default(16),
  styleDimension: count.default(64),
  highPassWeight: weight.default(0).describe('w_hpf; 0 disables the heat-map skip connections'),
  conditioning: conditioningSchema
    .default('style-code')
    .describe('what tells the generator which output is wanted'),
  discriminatorHead: discriminatorHeadSchema.default('multi-task'),
  discriminatorWidth: count
    .optional()
    .describe('StarGAN: channels after the discriminator’s first layer; baseWidth when left out'),
  discriminatorDepth: count
    .optional()
    .describe('StarGAN: halvings in the discriminator; when left out 6, or fewer so that 2x2 remain'),
  residualBlocks: count.optional().describe('StarGAN: residual blocks of the generator; 6 when left out'),

  lambdaReg: weight.default(1).describe('weight of R1'),
  lambdaSty: weight.default(1).describe('weight of style (or latent) reconstruction'),
  lambdaDs: weight.default(1).describe('initial weight of the diversity-sensitive loss'),
  dsIterations: count
    .optional()
    .describe('lambdaDs falls linearly to 0 over these; `iterations` when left out'),
  lambdaCyc: weight.default(1).describe('weight of cycle consistency'),
  lambdaCls: weight.default(0).describe('weight of StarGAN’s domain classification'),
  lambdaGp: weight.default(0).describe('weight of WGAN’s gradient penalty'),
  criticSteps: count
    .default(1)
    .describe('StarGAN’s n_critic: iterations, each one step of the discriminator, for one of the generator'),

  learningRate: positive.default(1e-4).describe('of generator, style encoder and discriminator'),
  learningRateDecayIterations: z
    .int()
    .min(0)
    .default(0)
    .describe('StarGAN: the learning rate falls over the last of these; 0 keeps it'),
  learningRateUpdateEvery: count
    .default(1000)
    .describe(
      'StarGAN: iterations between two falls, each by learningRate / learningRateDecayIterations as its code has it',
    ),
  mappingLearningRate: positive.default(1e-6).describe('of the mapping network'),
  beta1: z.number().min(0).lt(1).default(0),
  beta2: z.number().min(0).lt(1).default(0.99),
  weightDecay: weight.default(1e-4).describe('L2, added to the gradient'),
  averageDecay: z.number().min(0).lt(1).default(0.999).describe('of the moving average of G, F and E'),

  randomCropProbability: z.number().min(0).max(1).default(0.5),

  logEvery: count.default(10),
  sampleEvery: count.default(5_000),
  checkpointEvery: count.default(10_000),
  outputsPerSource: z.int().min(2).default(10).describe('translations per source in the evaluation protocol'),
  evaluationBatchSize: count.default(32),
});

export type RunConfigInput = z.input<typeof runConfigSchema>;
type ParsedConfig = z.output<typeof runConfigSchema>;

/** A complete configuration: every key has a value, nothing is left to a default. Frozen. */
export type RunConfig = Readonly<ParsedConfig & { baseWidth: number; dsIterations: number }>;

export const configKeys = Object.keys(runConfigSchema.shape);

/** What is wrong with a configuration, in words a user can act on. */
export class ConfigError extends StarlabError {
  override readonly name = 'ConfigError';
}

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .map((key) => {
        const nearest = nearestName(key, configKeys);
        return `unknown key "${key}"${nearest ? `; did you mean "${nearest}"?` : ''}`;
      })
      .join('; ');
  }
  return `${issue.path.join('.')}: ${issue.message}`;
}

/** Sizes that StarGAN v2 has no use for. */
export const starganSizeKeys = ['discriminatorWidth', 'discriminatorDepth', 'residualBlocks'] as const;

/** What a key must be under a method or a conditioning, because nothing there uses it. */
interface Restriction {
  readonly key: keyof ParsedConfig;
  readonly applies: (config: ParsedConfig) => boolean;
  readonly only: unknown;
  readonly because: string;
}

const isStargan = ({ method }: ParsedConfig): boolean => method === 'stargan';
const isStarganV2 = ({ method }: ParsedConfig): boolean => method === 'stargan-v2';
const isLabelled = ({ conditioning }: ParsedConfig): boolean => conditioning === 'label';
const hasNoClassifier = (config: ParsedConfig): boolean => config.discriminatorHead !== 'classifier';
const labelled = 'a label alone gives one output, without a code to reconstruct';

const restrictions: readonly Restriction[] = [
  { key: 'conditioning', applies: isStargan, only: 'label', because: 'StarGAN knows labels only' },
  { key: 'lambdaReg', applies: isStargan, only: 0, because: 'StarGAN has a gradient penalty, not R1' },
  { key: 'highPassWeight', applies: isStargan, only: 0, because: 'StarGAN has no heat-map skips' },
  {
    key: 'discriminatorHead',
    applies: isStarganV2,
    only: 'multi-task',
    because: 'StarGAN v2 has no classifier',
  },
  { key: 'lambdaGp', applies: isStarganV2, only: 0, because: 'StarGAN v2 has R1, not a gradient penalty' },
  { key: 'criticSteps', applies: isStarganV2, only: 1, because: 'StarGAN v2 steps D and G in turn' },
  {
    key: 'learningRateDecayIterations',
    applies: isStarganV2,
    only: 0,
    because: 'StarGAN v2 keeps its learning rate',
  },
  {
    key: 'accumulationSteps',
    applies: isStargan,
    only: 1,
    because: 'only StarGAN v2 takes a batch in parts',
  },
  ...starganSizeKeys.map((key) => ({
    key,
    applies: isStarganV2,
    only: undefined,
    because: 'it is a size of StarGAN’s networks',
  })),
  { key: 'lambdaCls', applies: hasNoClassifier, only: 0, because: 'the discriminator has no classifier' },
  { key: 'lambdaSty', applies: isLabelled, only: 0, because: labelled },
  { key: 'lambdaDs', applies: isLabelled, only: 0, because: labelled },
];

/** @throws ConfigError naming every key that nothing under this method and conditioning would use. */
function checkRestrictions(config: ParsedConfig): void {
  const broken = restrictions.filter(({ key, applies, only }) => applies(config) && config[key] !== only);
  if (broken.length === 0) return;
  const faults = broken.map(
    ({ key, only, because }) => `${key} is ${String(config[key])}, but must be ${String(only)}: ${because}`,
  );
  throw new ConfigError(`Configuration: ${faults.join('; ')}.`, {
    remedy: `Leave ${broken.map(({ key }) => key).join(', ')} out, or choose another configuration (A to F).`,
  });
}

/** @throws ConfigError when a batch cannot be cut into equal parts. */
function checkParts({ batchSize, accumulationSteps }: ParsedConfig): void {
  if (batchSize % accumulationSteps === 0) return;
  throw new ConfigError(
    `Configuration: accumulationSteps is ${accumulationSteps}, which does not divide batchSize ${batchSize}.`,
    { remedy: 'Give a divisor of batchSize, at most batchSize itself.' },
  );
}

/** StarGAN's sizes, with their defaults. */
function starganSizes(config: ParsedConfig, baseWidth: number): Partial<ParsedConfig> {
  if (!isStargan(config)) return {};
  return {
    discriminatorWidth: config.discriminatorWidth ?? baseWidth,
    discriminatorDepth: config.discriminatorDepth ?? Math.min(6, Math.log2(config.imageSize) - 1),
    residualBlocks: config.residualBlocks ?? 6,
  };
}

/** The paper's width of StarGAN v2 depends on the image size, StarGAN's does not. */
const defaultWidth = (config: ParsedConfig): number =>
  isStargan(config) ? 64 : Math.max(1, Math.floor(2 ** 14 / config.imageSize));

/** The defaults of the row of Table 1 that `input` asks for; a method alone asks for its complete form. */
function rowDefaults(input: unknown): RunConfigInput {
  if (typeof input !== 'object' || input === null) return {};
  const given = 'configuration' in input ? input.configuration : undefined;
  const fallback = 'method' in input && input.method === 'stargan' ? 'A' : 'F';
  const configuration = configurationSchema.safeParse(given ?? fallback);
  return configuration.success ? ablationRow(configuration.data).overrides : {};
}

/** Keys with a value: an option that was not given is no value. */
const givenKeys = (input: object): object =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

/**
 * Validates `input` and fills in every default, so that what is stored says all there is to know. Defaults are the row of
 * Table 1's where `configuration` names one, then the complete model's.
 * @throws ConfigError naming each offending key, its value's fault and, for an unknown key, the nearest known one.
 */
export function resolveConfig(input: unknown): RunConfig {
  const isRecord = typeof input === 'object' && input !== null && !Array.isArray(input);
  const parsed = runConfigSchema.safeParse(isRecord ? { ...rowDefaults(input), ...givenKeys(input) } : input);
  if (!parsed.success) {
    throw new ConfigError(`Configuration: ${parsed.error.issues.map(explain).join('; ')}.`, {
      remedy: `Known keys: ${configKeys.join(', ')}.`,
    });
  }
  const config = parsed.data;
  checkRestrictions(config);
  checkParts(config);
  const baseWidth = config.baseWidth ?? defaultWidth(config);
  return Object.freeze({
    ...config,
    ...starganSizes(config, baseWidth),
    baseWidth,
    dsIterations: config.dsIterations ?? config.iterations,
  });
}

/** Keys whose value may differ between runs that count as repetitions of one experiment. */
const NOT_IDENTITY = new Set(['seed', 'accumulationSteps', 'logEvery', 'sampleEvery', 'checkpointEvery']);

/** The text whose SHA-256 identifies a configuration regardless of its seed: by it, seeds are grouped. */
export function configIdentity(config: RunConfig): string {
  const entries = Object.entries(config).filter(([key]) => !NOT_IDENTITY.has(key));
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface ConfigDifference {
  readonly key: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** The keys in which two configurations differ, in schema order. */
export function configDifference(from: RunConfig, to: RunConfig): ConfigDifference[] {
  const differing: ConfigDifference[] = [];
  const before = new Map(Object.entries(from));
  const after = new Map(Object.entries(to));
  for (const key of configKeys) {
    if (before.get(key) !== after.get(key))
      differing.push({ key, from: before.get(key), to: after.get(key) });
  }
  return differing;
}
