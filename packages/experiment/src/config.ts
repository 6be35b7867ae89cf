// The configuration of a run: one schema, from which the type, the validation, the stored form and the launch form follow.
import { z } from 'zod';
import { configurationSchema, methodSchema } from './names.ts';
import { StarlabError } from './error.ts';
import { nearestName } from './nearest-name.ts';

const positive = z.number().positive();
const count = z.int().min(1);
const weight = z.number().min(0);

const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));

export const runConfigSchema = z.strictObject({
  method: methodSchema.default('stargan-v2'),
  configuration: configurationSchema.default('F').describe('row of the paper’s Table 1'),
  seed: z.int().min(0).max(0xffffffff).default(777),
  imageSize: z
    .int()
    .min(32, 'the networks need at least 32 px')
    .refine(isPowerOfTwo, 'must be a power of two: 32, 64, 128, 256, …')
    .default(256)
    .describe('height and width of training images, px'),
  iterations: count.default(100_000),
  batchSize: count.default(8),

  baseWidth: count
    .optional()
    .describe('channels at full resolution; the paper’s 2^14 / imageSize when left out'),
  maxWidth: count.default(512).describe('cap on channels'),
  hiddenDimension: count.default(512).describe('width of the mapping network'),
  latentDimension: count.default(16),
  styleDimension: count.default(64),
  highPassWeight: weight.default(0).describe('w_hpf; 0 disables the heat-map skip connections'),

  lambdaReg: weight.default(1).describe('weight of R1'),
  lambdaSty: weight.default(1).describe('weight of style reconstruction'),
  lambdaDs: weight.default(1).describe('initial weight of the diversity-sensitive loss'),
  dsIterations: count
    .optional()
    .describe('lambdaDs falls linearly to 0 over these; `iterations` when left out'),
  lambdaCyc: weight.default(1).describe('weight of cycle consistency'),

  learningRate: positive.default(1e-4).describe('of generator, style encoder and discriminator'),
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

/**
 * Validates `input` and fills in every default, so that what is stored says all there is to know.
 * @throws ConfigError naming each offending key, its value's fault and, for an unknown key, the nearest known one.
 */
export function resolveConfig(input: unknown): RunConfig {
  const parsed = runConfigSchema.safeParse(input);
  if (!parsed.success) {
    throw new ConfigError(`Configuration: ${parsed.error.issues.map(explain).join('; ')}.`, {
      remedy: `Known keys: ${configKeys.join(', ')}.`,
    });
  }
  const config = parsed.data;
  return Object.freeze({
    ...config,
    baseWidth: config.baseWidth ?? Math.max(1, Math.floor(2 ** 14 / config.imageSize)),
    dsIterations: config.dsIterations ?? config.iterations,
  });
}

/** Keys whose value may differ between runs that count as repetitions of one experiment. */
const NOT_IDENTITY = new Set(['seed', 'logEvery', 'sampleEvery', 'checkpointEvery']);

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
