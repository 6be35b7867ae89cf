// What the server pushes to an open run page, and how the page takes it in: a pure reducer.
import type { Evaluation } from '@starlab/experiment';
import type { LogLine, RunDetail, StoredCheckpoint, StoredSample } from '@starlab/tracking';
import type { WireSeries } from '@/features/curves/series.ts';

/** The parts of a run that move while it trains; the rest is fixed when it is created. */
export type RunProgress = Omit<
  RunDetail,
  | 'kind'
  | 'method'
  | 'configuration'
  | 'iterations'
  | 'config'
  | 'base'
  | 'command'
  | 'environment'
  | 'git'
  | 'dataset'
>;

export interface RunUpdate {
  readonly run: RunProgress;
  /** Points after the cursor. */
  readonly curves: readonly WireSeries[];
  readonly lines: readonly LogLine[];
  /** Whole lists, present when they changed. */
  readonly samples?: readonly StoredSample[];
  readonly evaluations?: readonly Evaluation[];
  readonly checkpoints?: readonly StoredCheckpoint[];
}

/** What changes a page: an update of the stream, or what its reader has just said about the run. */
export type RunChange = Partial<Omit<RunUpdate, 'run' | 'curves'>> & { readonly run: Partial<RunProgress> };

export interface RunPageData {
  readonly run: RunDetail;
  readonly samples: readonly StoredSample[];
  readonly evaluations: readonly Evaluation[];
  readonly checkpoints: readonly StoredCheckpoint[];
  readonly lines: readonly LogLine[];
}

/** The page after `change`; a log line that came twice is kept once. */
export function applyChange(data: RunPageData, change: RunChange): RunPageData {
  const lastLine = data.lines.at(-1)?.seq ?? -1;
  const fresh = change.lines?.filter((line) => line.seq > lastLine) ?? [];
  return {
    run: { ...data.run, ...change.run },
    samples: change.samples ?? data.samples,
    evaluations: change.evaluations ?? data.evaluations,
    checkpoints: change.checkpoints ?? data.checkpoints,
    lines: fresh.length === 0 ? data.lines : [...data.lines, ...fresh],
  };
}

/** How far a page has read: the attempt, its last step and its last log line. */
export interface RunCursor {
  readonly attempt: number;
  readonly step: number;
  readonly line: number;
}

export function formatCursor({ attempt, step, line }: RunCursor): string {
  return `${attempt}.${step}.${line}`;
}

/** The cursor that `formatCursor` wrote, or undefined for anything else. */
export function parseCursor(text: string): RunCursor | undefined {
  const match = /^(\d{1,9})\.(\d{1,15})\.(-?\d{1,15})$/.exec(text);
  if (!match) return undefined;
  return { attempt: Number(match[1]), step: Number(match[2]), line: Number(match[3]) };
}
