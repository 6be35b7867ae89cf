// The vocabulary of Starlab: schemas, names and small pure functions, safe in a browser.
export { nearestName } from './nearest-name.ts';
export { shortened } from './shortened.ts';
export { StarlabError } from './error.ts';
export {
  deviceNames,
  conditioningSchema,
  configurationSchema,
  discriminatorHeadSchema,
  isTwoDomain,
  methodSchema,
  modeSchema,
  networkSchema,
  type AttributeEntry,
  type Conditioning,
  type Configuration,
  type DiscriminatorHead,
  type Method,
  type Mode,
  type Network,
  type DeviceName,
} from './names.ts';
export {
  LAMBDA_DS_SERIES,
  LEARNING_RATE_SERIES,
  describeSeries,
  lossTerms,
  passes,
  weightedTerms,
  type DiscriminatorTerm,
  type DomainSide,
  type GeneratorTerm,
  type LossName,
  type Pass,
  type WeightedTerm,
} from './losses.ts';
export {
  ConfigError,
  configDifference,
  configIdentity,
  configKeys,
  resolveConfig,
  runConfigSchema,
  type ConfigDifference,
  type RunConfig,
  type RunConfigInput,
} from './config.ts';
export { flattenConfig, runKindSchema, type ExternalConfig, type RunKind } from './external-config.ts';
export { baselineOf, baselines, type Baseline } from './baselines.ts';
export { chosenDomains, domainPairs } from './chosen-domains.ts';
export { runName } from './run-name.ts';
export {
  trainable,
  trainableNameSchema,
  trainableOf,
  trainables,
  type Trainable,
  type TrainableName,
} from './trainables.ts';
export { ablation, ablationRow, type AblationRow } from './ablation.ts';
export { presetConfig, presets, type Preset } from './presets.ts';
export { studySettings } from './study-settings.ts';
export { withConfiguration } from './with-configuration.ts';
export {
  CRASHED_AFTER_MS,
  HEARTBEAT_INTERVAL_MS,
  runIdSchema,
  runStateSchema,
  studyIdSchema,
  workerIdSchema,
  type RunId,
  type RunState,
  type StudyId,
  type WorkerId,
} from './run.ts';
export {
  evaluationSchema,
  evaluationTaskSchema,
  featureSetSchema,
  fingerprintSchema,
  metricLabel,
  metricSchema,
  metricTraits,
  paperMetrics,
  type Evaluation,
  type EvaluationTask,
  type FeatureSet,
  type Fingerprint,
  type Metric,
  type RealImagesFigure,
} from './metrics.ts';
export {
  sampleKeySchema,
  type CheckpointRecord,
  type RunLog,
  type SampleKey,
  type SampleRecord,
} from './run-log.ts';
export { normalArray, randomStream, type RandomKey, type RandomStream } from './random.ts';
export type { Batch } from './batch.ts';
export {
  DIFFERENCE_CONFIDENCE,
  summarise,
  welchInterval,
  type SampleSummary,
  type WelchInterval,
} from './statistics.ts';
export { comparedMethods, type ComparedMethod } from './compared-methods.ts';
