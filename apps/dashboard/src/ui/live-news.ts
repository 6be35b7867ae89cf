// What /api/live pushes of all runs.
import type { RunSummary } from '@starlab/tracking';

/** A run is no more: someone has deleted it. */
export interface RunGone {
  readonly gone: true;
}

/** A run as it is now, or that one is gone. */
export type LiveNews = RunSummary | RunGone;
