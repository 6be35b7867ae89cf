// What the queries answer with: plain records that survive JSON, dates as ISO 8601 strings.
import type {
  AblationRow,
  Configuration,
  ExternalConfig,
  FeatureSet,
  Fingerprint,
  Method,
  Metric,
  Mode,
  RealImagesFigure,
  RunConfig,
  RunId,
  RunState,
  SampleKey,
  StudyId,
  WelchInterval,
} from '@starlab/experiment';
import type { JsonNumber } from './json-number.ts';
import type { PublishedResult } from './published/published-result.ts';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** State of the source tree a run was started from. */
export interface GitState {
  readonly commit: string;
  /** Whether tracked files differed from the commit. */
  readonly dirty: boolean;
  /** How they differed: a kept artifact. */
  readonly diff?: {
    readonly sha256: string;
    readonly bytes: number;
    /** Whether only the beginning was kept. */
    readonly truncated: boolean;
  };
}

export interface DatasetReference {
  readonly path: string;
  /** SHA-256 over file contents and split; null until a machine that has the pictures has read them. */
  readonly sha256: string | null;
}

export interface StudySummary {
  readonly id: StudyId;
  readonly name: string;
  readonly description: string | null;
  readonly dataset: string;
  readonly domains: readonly string[];
  readonly runCount: number;
  readonly createdAt: string;
}

/** The latest figure of one metric in one mode. */
export interface EvaluationSummary {
  readonly metric: Metric;
  readonly mode: Mode;
  readonly featureSet: FeatureSet;
  readonly mean: number;
  readonly step: number;
}

/** Starlab's own runs have a configuration of its schema; other programs' have what they say of themselves. */
type ConfiguredRun =
  | {
      readonly kind: 'starlab';
      readonly method: Method;
      /** Null where Table 1 has no row of its method. */
      readonly configuration: Configuration | null;
      readonly config: RunConfig;
      /** Iterations the configuration asks for. */
      readonly iterations: number;
    }
  | {
      readonly kind: 'external';
      /** As its program says. */
      readonly method: string;
      readonly configuration: null;
      readonly config: ExternalConfig;
      /** Its `iterations`, if it says so. */
      readonly iterations: number | null;
    };

interface RunFacts {
  readonly id: RunId;
  readonly name: string;
  readonly studyId: StudyId;
  readonly studyName: string;
  readonly seed: number;
  readonly state: RunState;
  /** Why the run is in this state, where that needs words. */
  readonly reason: string | null;
  /** Last iteration logged; 0 before the first. */
  readonly step: number;
  /** Over the last log calls of a running run; null otherwise. */
  readonly iterationsPerSecond: number | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly heartbeatAt: string | null;
  readonly configSha256: string;
  /** Last value of each series. */
  readonly heads: Readonly<Record<string, JsonNumber>>;
  readonly evaluations: readonly EvaluationSummary[];
  /** Number of the latest attempt; 0 before the first. */
  readonly attempt: number;
  /** Sorted. */
  readonly tags: readonly string[];
  readonly note: string | null;
  readonly archivedAt: string | null;
}

export type RunSummary = RunFacts & ConfiguredRun;

export interface AttemptSummary {
  readonly number: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly state: RunState;
  readonly reason: string | null;
  readonly firstStep: number | null;
  readonly lastStep: number | null;
}

interface RunCircumstances {
  readonly command: string;
  readonly environment: JsonObject;
  readonly git: GitState | null;
  readonly dataset: DatasetReference;
  readonly domains: readonly string[];
  readonly attempts: readonly AttemptSummary[];
  /** The study's configuration, which the run's differs from. */
  readonly base: RunConfig | ExternalConfig;
}

export type RunDetail = RunSummary & RunCircumstances;

/**
 * What one bucket of steps holds. A single logged value has min = max = mean = last. NaN spares min and max as long as
 * another value is there, and always shows in `mean`.
 */
export interface CurvePoint {
  /** Of the last value in the bucket. */
  readonly step: number;
  /** Of the last value in the bucket, ms since the epoch. */
  readonly time: number;
  readonly min: JsonNumber;
  readonly max: JsonNumber;
  readonly mean: JsonNumber;
  readonly last: JsonNumber;
  /** Only where the bucket holds NaN or ±Infinity: the extremes of its other values, null where there are none. */
  readonly finite?: { readonly min: number; readonly max: number } | null;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly CurvePoint[];
  /** Steps per bucket, a power of two; 1 means that nothing was merged. */
  readonly resolution: number;
}

/** A curve as columns, one number a point, NaN and the infinities included: what one draws from. */
export interface CurveColumns {
  readonly name: string;
  readonly resolution: number;
  readonly steps: Float64Array;
  readonly times: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  readonly last: Float64Array;
}

export interface StoredSample {
  readonly key: SampleKey;
  readonly step: number;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

export interface StoredCheckpoint {
  readonly step: number;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly attempt: number;
  readonly createdAt: string;
}

export interface LogLine {
  /** Grows with every line of the run; the cursor of `after`. */
  readonly seq: number;
  readonly time: string;
  readonly line: string;
}

/** Mean and spread over the seeds of one configuration, all measured at the same step with the same fingerprint. */
export interface AveragedFigure {
  readonly metric: Metric;
  readonly mode: Mode;
  /** "FID", or "FID (demo features)". */
  readonly label: string;
  readonly mean: number;
  /** Sample standard deviation (n − 1); null for a single run. */
  readonly std: number | null;
  readonly n: number;
  readonly step: number;
  readonly configSha256: string;
  readonly fingerprint: Fingerprint;
  readonly fingerprintSha256: string;
  /** Whether the fingerprint is the one most runs of the study were measured with, so that rows may be compared. */
  readonly comparable: boolean;
  readonly runIds: readonly RunId[];
}

export interface MeasuredFigure extends AveragedFigure {
  /** Null where the row above has nothing that was measured alike and at the same step. */
  readonly difference: FigureDifference | null;
}

/** This row's mean minus that of the row above. */
export interface FigureDifference {
  readonly above: Configuration;
  readonly value: number;
  /** At `DIFFERENCE_CONFIDENCE`; null where a row has fewer than two seeds. */
  readonly interval: WelchInterval | null;
  /** The runs behind the mean of the row above. */
  readonly referenceRunIds: readonly RunId[];
  /** Keys in which the two configurations differ although the ablation does not ask for it. */
  readonly alsoDiffers: readonly string[];
}

/** What may stand in one column: figures of one metric in one mode, all measured alike. */
export type MeasuredColumn = Pick<
  AveragedFigure,
  'metric' | 'mode' | 'label' | 'fingerprint' | 'fingerprintSha256' | 'comparable'
>;

export interface AblationRun {
  readonly id: RunId;
  readonly seed: number;
  readonly state: RunState;
  /** Last iteration logged; 0 before the first. */
  readonly step: number;
  readonly iterations: number;
}

export interface AblationTableRow {
  readonly configuration: Configuration;
  readonly title: string;
  readonly change: string;
  readonly diverse: boolean;
  readonly overrides: AblationRow['overrides'];
  readonly runs: readonly AblationRun[];
  readonly published: readonly Pick<
    PublishedResult,
    'metric' | 'value' | 'paperVersion' | 'source' | 'evidence'
  >[];
  readonly measured: readonly MeasuredFigure[];
}

export interface AblationTable {
  readonly study: StudySummary;
  /** Latent before reference, FID before LPIPS, what most runs were measured with before the rest. */
  readonly columns: readonly MeasuredColumn[];
  readonly rows: readonly AblationTableRow[];
}

export interface MissingPair {
  readonly domains: readonly [string, string];
  /** Keys in which the run of this pair that comes nearest differs; null where there is none. */
  readonly differsIn: readonly string[] | null;
}

/** Runs on pairs of domains, with equal settings and seed, that are to count as one model of the whole data set. */
export interface PairModel {
  /** One of them, whose settings a further pair must have. */
  readonly runId: RunId;
  readonly seed: number;
  readonly missing: readonly MissingPair[];
}

export interface BaselineRun extends AblationRun {
  /** The two domains it knows; null where these are all of the data set. */
  readonly pair: readonly string[] | null;
}

/** A method of the paper's Tables 2 and 3, or the real images that bound what can be reached. */
export interface BaselineRow {
  readonly title: string;
  /** As a run's configuration names it; null for the real images. */
  readonly method: string | null;
  readonly runs: readonly BaselineRun[];
  /** Of a method that takes a run for each pair of domains: those without a figure, `cat–dog`. */
  readonly missingPairs: readonly string[];
  /** Of such a method: what comes nearest to a model of every pair; null where there are no runs. */
  readonly nearestModel: PairModel | null;
  readonly published: readonly Pick<
    PublishedResult,
    'dataset' | 'mode' | 'metric' | 'value' | 'paperVersion' | 'source' | 'evidence'
  >[];
  readonly measured: readonly AveragedFigure[];
}

/** What real validation images reach with all that one column's figures are measured with: the plain mean over domains. */
export interface RealImagesMean {
  readonly mode: Mode;
  readonly fingerprintSha256: string;
  readonly mean: number;
  readonly domains: readonly RealImagesFigure[];
}

export interface BaselineTable {
  readonly study: StudySummary;
  readonly columns: readonly MeasuredColumn[];
  readonly rows: readonly BaselineRow[];
  /** At most one a column. */
  readonly realImages: readonly RealImagesMean[];
}
