// The configuration of a run: one schema, from which the type, the validation, the stored form and the launch form follow.
import { z } from 'zod';
import { ablationRow } from './ablation.ts';
import { baselineOf } from './baselines.ts';
import { StarlabError } from './error.ts';
import { methodDefaults } from './method-keys.ts';
import {
  attributeEntrySchema,
  conditioningSchema,
  configurationSchema,
  discriminatorHeadSchema,
  methodSchema,
} from './names.ts';
import { nearestName } from './nearest-name.ts';
import { plainFault } from './plain-fault.ts';
import { impossibleValues, unusedKeys } from './restrictions.ts';

const positive = z.number().positive();
const count = z.int().min(1);
const weight = z.number().min(0);

const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));

export const runConfigSchema = z.strictObject({
  method: methodSchema
    .default('stargan-v2')
    .describe(
      `${methodSchema.options.join(', ')}; the others than stargan-v2 have their authors’ defaults of the keys below`,
    ),
  configuration: configurationSchema
    .nullable()
    .default('F')
    .describe(
      'row of the paper’s Table 1; it decides the defaults of other keys; none for munit, drit, msgan',
    ),
  seed: z.int().min(0).max(0xffffffff).default(777),
  imageSize: z
    .int()
    .min(32, 'the networks need at least 32 px')
    .refine(isPowerOfTwo, 'must be a power of two: 32, 64, 128, 256, …')
    .default(256)
    .describe('height and width of training images, px'),
  domains: z
    .string()
    .optional()
    .describe('train on these domains of the folder alone: cat,dog; munit, drit and msgan know two'),
  iterations: count.default(100_000),
  batchSize: count.default(8).describe('images; of each domain for munit, drit, msgan'),
  accumulationSteps: count
    .default(1)
    .describe('StarGAN v2: equal parts of a batch, one in memory at a time, for the same gradients'),

  baseWidth: count
    .optional()
    .describe('channels at full resolution; the paper’s 2^14 / imageSize when left out'),
  maxWidth: count.default(512).describe('cap on channels'),
  hiddenDimension: count
    .default(512)
    .describe('width of the mapping network; of the layers that take a style or attribute to the decoder'),
  latentDimension: count.default(16),
  styleDimension: count.default(64),
  highPassWeight: weight.default(0).describe('w_hpf; 0 disables the heat-map skip connections'),
  conditioning: conditioningSchema
    .default('style-code')
    .describe('what tells the generator which output is wanted'),
  discriminatorHead: discriminatorHeadSchema.default('multi-task'),
  discriminatorWidth: count
    .optional()
    .describe('not StarGAN v2: channels after a discriminator’s first layer; baseWidth when left out'),
  discriminatorDepth: count
    .optional()
    .describe('StarGAN: halvings in the discriminator, 6 or fewer so that 2x2 remain; MUNIT: 4'),
  discriminatorScales: count
    .optional()
    .describe('MUNIT, DRIT, MSGAN: scales at which a discriminator sees an image; 3, or as many as fit'),
  residualBlocks: count
    .optional()
    .describe('StarGAN: of the generator, 6; MUNIT: of content encoder and decoder each, 4'),
  attributeEntry: attributeEntrySchema
    .optional()
    .describe(
      'DRIT, MSGAN: how an attribute enters the generator; concatenated when left out, feature-wise is advised where shapes change',
    ),
  cropSize: count
    .optional()
    .describe('DRIT, MSGAN: side of the random crops trained on, px; 216 of 256 when left out'),

  lambdaReg: weight.default(1).describe('weight of R1'),
  lambdaSty: weight.default(1).describe('weight of style (latent, attribute) reconstruction'),
  lambdaDs: weight.default(1).describe('initial weight of the diversity-sensitive loss'),
  dsIterations: count
    .optional()
    .describe('lambdaDs falls linearly to 0 over these; `iterations` when left out'),
  lambdaCyc: weight.default(1).describe('weight of cycle consistency'),
  lambdaRec: weight
    .optional()
    .describe('MUNIT, DRIT, MSGAN: weight of reconstructing an image from its own codes; 10'),
  lambdaCon: weight.optional().describe('MUNIT: weight of content reconstruction; 1'),
  lambdaKl: weight
    .optional()
    .describe('DRIT, MSGAN: weight of what keeps codes near a normal distribution; 0.01'),
  lambdaMs: weight.optional().describe('MSGAN: weight of mode seeking; 1'),
  lambdaCls: weight.default(0).describe('weight of StarGAN’s domain classification'),
  lambdaGp: weight.default(0).describe('weight of WGAN’s gradient penalty'),
  criticSteps: count
    .default(1)
    .describe(
      'StarGAN’s n_critic: iterations, each one step of the discriminator, for one of the generator; DRIT’s d_iter: of so many one trains everything, the others the content discriminator',
    ),

  learningRate: positive.default(1e-4).describe('of generator, style encoder and discriminator'),
  contentLearningRate: positive.optional().describe('DRIT, MSGAN: of the content discriminator; 0.00004'),
  learningRateDecayIterations: z
    .int()
    .min(0)
    .optional()
    .describe(
      'StarGAN, DRIT, MSGAN: the learning rate falls over the last of these; StarGAN: 0 keeps it; DRIT: half of all',
    ),
  learningRateUpdateEvery: count
    .default(1000)
    .describe(
      'iterations between two falls; StarGAN: each by learningRate / learningRateDecayIterations as its code has it; MUNIT: each by learningRateFactor',
    ),
  learningRateFactor: positive
    .max(1)
    .optional()
    .describe('MUNIT: what a fall multiplies the learning rate by; 0.5'),
  epochIterations: count
    .optional()
    .describe(
      'DRIT, MSGAN: iterations of an epoch: its last two train everything, after it the learning rate falls; 1250',
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
export type ParsedConfig = z.output<typeof runConfigSchema>;

/** A complete configuration: every key that its method has is there, nothing is left to a default. Frozen. */
export type RunConfig = Readonly<
  ParsedConfig & { baseWidth: number; dsIterations: number; learningRateDecayIterations: number }
>;

export const configKeys = Object.keys(runConfigSchema.shape);

/** What is wrong with a configuration, in words a user can act on. */
export class ConfigError extends StarlabError {
  override readonly name = 'ConfigError';
  /** By key what its value must be, where it is the value alone that is wrong. */
  readonly faults: Readonly<Record<string, string>>;

  constructor(message: string, options: { remedy: string; faults?: Readonly<Record<string, string>> }) {
    super(message, options);
    this.faults = options.faults ?? {};
  }
}

const VALUE_REMEDY = 'Give such a value, or leave it out where it has a default.';

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .map((key) => {
        const nearest = nearestName(key, configKeys);
        return `unknown key "${key}"${nearest ? `; did you mean "${nearest}"?` : ''}`;
      })
      .join('; ');
  }
  const given = JSON.stringify(issue.input) ?? String(issue.input);
  const key = issue.path.join('.');
  return `${key ? `${key} is ${given}` : `it is ${given}`}, but ${issue.message}`;
}

/**
 * @throws ConfigError naming every key that nothing under this method and conditioning would use, or every value that its
 *   networks cannot have.
 */
function checkConfig(config: ParsedConfig): void {
  const unused = unusedKeys(config);
  if (unused.length > 0)
    throw new ConfigError(`Configuration: ${unused.map(({ fault }) => fault).join('; ')}.`, {
      remedy: `Leave ${unused.map(({ key }) => key).join(', ')} out, or choose another method or configuration (A to F).`,
    });
  const impossible = impossibleValues(config);
  if (impossible.length > 0)
    throw new ConfigError(`Configuration: ${impossible.map(({ fault }) => fault).join('; ')}.`, {
      remedy: VALUE_REMEDY,
    });
}

/** The paper's width of StarGAN v2 depends on the image size, that of the other methods does not. */
const defaultWidth = (config: ParsedConfig): number =>
  config.method === 'stargan-v2' ? Math.max(1, Math.floor(2 ** 14 / config.imageSize)) : 64;

/** What follows from other keys. */
function completed(parsed: ParsedConfig): RunConfig {
  const config = { ...parsed, baseWidth: parsed.baseWidth ?? defaultWidth(parsed) };
  const ofMethod = methodDefaults[config.method](config);
  return {
    ...config,
    ...ofMethod,
    dsIterations: config.dsIterations ?? config.iterations,
    learningRateDecayIterations:
      config.learningRateDecayIterations ?? ofMethod.learningRateDecayIterations ?? 0,
  };
}

/**
 * The defaults of the row of Table 1 that `input` asks for, or of its method: MUNIT, DRIT and MSGAN are no rows, the others' own
 * name asks for their complete form.
 */
function rowDefaults(input: object): RunConfigInput {
  const method = 'method' in input ? input.method : undefined;
  const baseline = baselineOf(method);
  if (baseline) return { ...baseline.scale, ...baseline.overrides };
  const given = 'configuration' in input ? input.configuration : undefined;
  const configuration = configurationSchema.safeParse(given ?? (method === 'stargan' ? 'A' : 'F'));
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
  const parsed = runConfigSchema.safeParse(
    isRecord ? { ...rowDefaults(input), ...givenKeys(input) } : input,
    { error: plainFault, reportInput: true },
  );
  if (!parsed.success) {
    const { issues } = parsed.error;
    throw new ConfigError(`Configuration: ${issues.map(explain).join('; ')}.`, {
      faults: Object.fromEntries(
        issues.flatMap(({ path: [key], message }) => (key === undefined ? [] : [[String(key), message]])),
      ),
      remedy: issues.some(({ code }) => code === 'unrecognized_keys')
        ? `Known keys: ${configKeys.join(', ')}.`
        : VALUE_REMEDY,
    });
  }
  const config = completed(parsed.data);
  checkConfig(config);
  return Object.freeze(config);
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
