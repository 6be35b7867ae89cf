// What a training program may say about its run. Tracking implements it on Postgres; a test, on an array.
import { z } from 'zod';
import type { Evaluation } from './metrics.ts';
import type { RunState } from './run.ts';

/** Latent-guided, reference-guided and there-and-back translations; `image` is any other program's picture. */
export const sampleKeySchema = z.enum(['latent', 'reference', 'cycle', 'image']);
export type SampleKey = z.infer<typeof sampleKeySchema>;

/** A grid of samples, kept by content: `sha256` addresses the PNG in the artifact store. */
export interface SampleRecord {
  readonly key: SampleKey;
  /** Iterations finished when it was drawn. */
  readonly step: number;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

export interface CheckpointRecord {
  readonly step: number;
  /** Path of the checkpoint file relative to the run's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface RunLog {
  /** Appends one row of values to the journal and returns; NaN and ±Infinity are kept as such. */
  log(values: Readonly<Record<string, number>>, options: { step: number }): void;
  sample(record: SampleRecord): Promise<void>;
  checkpoint(record: CheckpointRecord): Promise<void>;
  evaluation(evaluation: Evaluation): Promise<void>;
  /** One line of the run's text log. */
  message(line: string): void;
  /** Waits until everything said so far is in the database. */
  flush(): Promise<void>;
  /** Says the last word on this attempt. `reason` tells a reader of the dashboard why it is not `finished`. */
  finish(state: Exclude<RunState, 'queued' | 'running'>, reason?: string): Promise<void>;
}
