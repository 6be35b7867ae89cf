// What the main thread and the engine threads say to each other. The main thread talks to the database, the disk of
// images and the terminal; an engine thread computes, and while it computes it hears nothing.
import type {
  Batch,
  CheckpointRecord,
  DeviceName,
  Evaluation,
  Metric,
  Mode,
  RunConfig,
  SampleRecord,
} from '@starlab/experiment';

/** An error that crosses a thread border: only its words survive. */
export interface ErrorWords {
  readonly message: string;
  /** Present when the user can do something about it. */
  readonly remedy?: string;
  readonly stack?: string;
}

export interface DeviceChoice {
  readonly device: DeviceName | 'auto';
  readonly threads?: number;
}

/** Networks to translate with: a training checkpoint's moving averages, or StarGAN v2 weights trained elsewhere. */
export interface NetworkSource {
  readonly kind: 'checkpoint' | 'weights';
  readonly path: string;
}

/** Pictures and latents of the sample grids: the same ones for every run of a study. */
export interface SampleInputs {
  readonly count: number;
  /** `[count, 3, S, S]`, float32 in [−1, 1]. */
  readonly images: Float32Array;
  readonly domains: Int32Array;
}

export interface TrainingJob {
  readonly kind: 'training';
  readonly config: RunConfig;
  readonly domains: readonly string[];
  readonly device: DeviceChoice;
  readonly checkpointFolder: string;
  /** Where the heat-map network lies, for highPassWeight above 0. */
  readonly weightsFolder: string;
  /** The checkpoint to go on from, or undefined to start anew. */
  readonly resumeFrom?: string;
  readonly samples: SampleInputs;
}

export interface EvaluationJob {
  readonly kind: 'evaluation';
  readonly config: RunConfig;
  readonly domains: readonly string[];
  readonly networks: NetworkSource;
  readonly dataRoot: string;
  readonly dataSha256: string;
  readonly device: DeviceChoice;
  readonly features: 'demo' | 'imagenet';
  /** The paper's, as far as the features have them at this size, when left out. */
  readonly metrics?: readonly Metric[];
  readonly weightsFolder: string;
  readonly cacheFolder: string;
  readonly modes: readonly Mode[];
}

export interface SamplingJob {
  readonly kind: 'sampling';
  readonly config: RunConfig;
  readonly domains: readonly string[];
  readonly networks: NetworkSource;
  readonly weightsFolder: string;
  readonly device: DeviceChoice;
  readonly samples: SampleInputs;
  readonly seed: number;
}

export type Job = TrainingJob | EvaluationJob | SamplingJob;

export interface SampleGrid {
  readonly key: SampleRecord['key'];
  readonly step: number;
  /** Interleaved 8-bit RGB. */
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export type ToThread =
  | { readonly type: 'batch'; readonly iteration: number; readonly batch: Batch }
  | { readonly type: 'batch-failed'; readonly error: ErrorWords }
  | { readonly type: 'stop' };

export type FromThread =
  | {
      readonly type: 'started';
      readonly device: string;
      readonly compileSeconds: number;
      readonly iteration: number;
    }
  | { readonly type: 'need-batch'; readonly iteration: number }
  | { readonly type: 'used-batch'; readonly batch: Batch }
  | { readonly type: 'log'; readonly step: number; readonly values: Record<string, number> }
  | {
      readonly type: 'progress';
      readonly done: number;
      readonly total: number;
      readonly losses: Record<string, number>;
    }
  | { readonly type: 'phase'; readonly phase: string; readonly done: number; readonly total: number }
  | { readonly type: 'grid'; readonly grid: SampleGrid }
  | { readonly type: 'checkpoint'; readonly record: CheckpointRecord }
  | { readonly type: 'evaluations'; readonly evaluations: readonly Evaluation[] }
  | { readonly type: 'done'; readonly outcome: 'finished' | 'stopped'; readonly iteration: number }
  | { readonly type: 'failed'; readonly error: ErrorWords };
