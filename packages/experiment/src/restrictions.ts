// What a configuration must not ask for: keys that nothing under its method or conditioning would use, and sizes that its networks
// cannot have. Each fault is said in words.
import { chosenDomains } from './chosen-domains.ts';
import type { ParsedConfig } from './config.ts';
import { DRIT_DISCRIMINATOR_DEPTH, fittingScales, methodKeys } from './method-keys.ts';
import { isTwoDomain, type Method } from './names.ts';

type Applies = (config: ParsedConfig) => boolean;

/** What a key must be, because nothing there uses it. */
interface Restriction {
  readonly key: keyof ParsedConfig;
  readonly applies: Applies;
  readonly only: unknown;
  readonly because: string;
}

const isMethod =
  (...methods: readonly Method[]): Applies =>
  ({ method }) =>
    methods.includes(method);
const isStargan = isMethod('stargan');
const isStarganV2 = isMethod('stargan-v2');
const isDrit = isMethod('drit', 'msgan');
const hasTwoDomains: Applies = ({ method }) => isTwoDomain(method);
const isLabelled: Applies = ({ conditioning }) => conditioning === 'label';
const hasNoClassifier: Applies = (config) => config.discriminatorHead !== 'classifier';
const labelled = 'a label alone gives one output, without a code to reconstruct';

const onlyOf = Object.entries(methodKeys).map(([key, methods]): Restriction => ({
  key: key as keyof typeof methodKeys,
  applies: (config) => !(methods as readonly Method[]).includes(config.method),
  only: undefined,
  because: `it is a key of ${methods.join(', ')} alone`,
}));

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
    applies: (config) => !isStarganV2(config),
    only: 1,
    because: 'only StarGAN v2 takes a batch in parts',
  },
  {
    key: 'configuration',
    applies: hasTwoDomains,
    only: null,
    because: 'Table 1 has rows of StarGAN and StarGAN v2 only',
  },
  { key: 'conditioning', applies: hasTwoDomains, only: 'style-code', because: 'a style is its condition' },
  {
    key: 'discriminatorHead',
    applies: hasTwoDomains,
    only: 'multi-task',
    because: 'each domain has discriminators of its own',
  },
  { key: 'lambdaReg', applies: hasTwoDomains, only: 0, because: 'R1 is StarGAN v2’s' },
  { key: 'lambdaGp', applies: hasTwoDomains, only: 0, because: 'the gradient penalty is StarGAN’s' },
  {
    key: 'lambdaDs',
    applies: hasTwoDomains,
    only: 0,
    because: 'the diversity-sensitive loss is StarGAN v2’s',
  },
  { key: 'highPassWeight', applies: hasTwoDomains, only: 0, because: 'heat-map skips are StarGAN v2’s' },
  { key: 'criticSteps', applies: isMethod('munit'), only: 1, because: 'MUNIT steps D and G in turn' },
  {
    key: 'learningRateDecayIterations',
    applies: isMethod('munit'),
    only: 0,
    because: 'MUNIT’s learning rate falls by learningRateFactor every learningRateUpdateEvery',
  },
  ...onlyOf,
  { key: 'lambdaCls', applies: hasNoClassifier, only: 0, because: 'the discriminator has no classifier' },
  { key: 'lambdaSty', applies: isLabelled, only: 0, because: labelled },
  { key: 'lambdaDs', applies: isLabelled, only: 0, because: labelled },
];

export interface Fault {
  readonly key: keyof ParsedConfig;
  readonly fault: string;
}

/** Keys that nothing under this method and conditioning would use. */
export function unusedKeys(config: ParsedConfig): Fault[] {
  return restrictions
    .filter(({ key, applies, only }) => applies(config) && config[key] !== only)
    .map(({ key, only, because }) => ({
      key,
      fault: `${key} is ${String(config[key])}, but must be ${String(only)}: ${because}`,
    }));
}

/** What a value of a key must be like for the networks of its method. */
interface Limit {
  readonly key: keyof ParsedConfig;
  readonly applies: Applies;
  readonly holds: Applies;
  readonly needs: (config: ParsedConfig) => string;
}

const mostScales = (config: ParsedConfig): number =>
  fittingScales(config.cropSize ?? config.imageSize, config.discriminatorDepth ?? DRIT_DISCRIMINATOR_DEPTH);

const SMALLEST_CROP = 16;

const limits: readonly Limit[] = [
  {
    key: 'configuration',
    applies: ({ method }) => !isTwoDomain(method),
    holds: ({ configuration }) => configuration !== null,
    needs: () => 'a row of Table 1, A to F',
  },
  {
    key: 'domains',
    applies: (config) => config.domains !== undefined,
    holds: (config) => {
      const count = chosenDomains(config)?.length ?? 0;
      return isTwoDomain(config.method) ? count === 2 : count >= 2;
    },
    needs: ({ method }) =>
      `${isTwoDomain(method) ? 'two' : 'two or more'} names of domains with a comma between them: cat,dog`,
  },
  {
    key: 'accumulationSteps',
    applies: isStarganV2,
    holds: ({ batchSize, accumulationSteps }) => batchSize % accumulationSteps === 0,
    needs: ({ batchSize }) => `a divisor of batchSize, ${batchSize}`,
  },
  {
    key: 'cropSize',
    applies: isDrit,
    holds: ({ cropSize = 0, imageSize }) =>
      cropSize % 4 === 0 && cropSize >= SMALLEST_CROP && cropSize <= imageSize,
    needs: ({ imageSize }) =>
      `a multiple of 4 from ${SMALLEST_CROP} to ${imageSize}, the imageSize: a content code has a quarter of it`,
  },
  {
    key: 'batchSize',
    applies: isDrit,
    holds: ({ batchSize }) => batchSize % 2 === 0,
    needs: () => 'even: one half is encoded, translations in random attributes are held against the other',
  },
  {
    key: 'discriminatorScales',
    applies: hasTwoDomains,
    holds: (config) =>
      (config.discriminatorScales ?? 0) >= 1 && (config.discriminatorScales ?? 0) <= mostScales(config),
    needs: (config) => `from 1 to ${mostScales(config)}, as many as fit the image`,
  },
];

/** Values that the method's networks cannot have. */
export function impossibleValues(config: ParsedConfig): Fault[] {
  return limits
    .filter(({ applies, holds }) => applies(config) && !holds(config))
    .map(({ key, needs }) => ({
      key,
      fault: `${key} is ${String(config[key])}, but must be ${needs(config)}`,
    }));
}
