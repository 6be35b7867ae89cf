// What an open page is told while runs train: for the table the changed rows, for one run everything after its cursor.
import type { RunId } from '@starlab/experiment';
import {
  getRun,
  listCheckpoints,
  listEvaluations,
  listSamples,
  readCurvesOfRuns,
  readLogLines,
} from '@starlab/tracking';
import { formatCursor, type RunCursor, type RunUpdate } from '@/features/run/run-update.ts';
import type { LiveNews, RunGone } from '@/ui/live-news.ts';
import { ask } from './database.ts';
import { coalesce, type EventSink } from './event-stream.ts';
import { onRunChange } from './run-changes.ts';
import { toWireSeries } from './wire-series.ts';

/** At most this often a page is told news; a run may log far more often. */
const PUSH_INTERVAL_MS = 400;
/** So many that what was logged since the last push arrives as logged. */
const LIVE_BUCKETS = 4_096;
const LIVE_LINES = 1_000;
const GONE: RunGone = { gone: true };

/** A fault of ours: said to who runs the dashboard, and the page asks anew rather than wait for news that never come. */
const failed =
  (sink: EventSink) =>
  (error: unknown): void => {
    console.error(error);
    sink.end();
  };

/** Pushes the summary of every run that changes, and that one was deleted. */
export async function streamRuns(sink: EventSink): Promise<() => void> {
  const changed = new Set<RunId>();
  const round = async (): Promise<void> => {
    const ids = [...changed];
    changed.clear();
    const answer = await ask((db) => Promise.all(ids.map((id) => getRun(db, id))));
    if (!answer.ok) return sink.end();
    for (const run of answer.value) {
      const news: LiveNews = run ?? GONE;
      sink.send({ data: news });
    }
  };
  const push = coalesce({ interval: PUSH_INTERVAL_MS, work: round, onError: failed(sink) });
  const stop = await onRunChange({
    onRun: (runId) => {
      changed.add(runId);
      push.request();
    },
    onLost: () => sink.end(),
  });
  return () => {
    stop();
    push.stop();
  };
}

/** Pushes what is new about one run since `start`, first of all what was written before the stream was open. */
export async function streamRun(runId: RunId, start: RunCursor, sink: EventSink): Promise<() => void> {
  let cursor = start;
  const listsSent = new Map<string, string>();
  const ifChanged = <K extends string, T>(key: K, list: T): { [key in K]?: T } => {
    const text = JSON.stringify(list);
    if (listsSent.get(key) === text) return {};
    listsSent.set(key, text);
    return { [key]: list } as { [key in K]?: T };
  };

  const round = async (): Promise<void> => {
    const answer = await ask(async (db) => {
      const detail = await getRun(db, runId);
      if (!detail) return undefined;
      // A new attempt continues from a checkpoint, so its curve replaces what the page has from there on.
      const fromStep = detail.attempt === cursor.attempt ? cursor.step + 1 : 0;
      const [runs, lines, samples, evaluations, checkpoints] = await Promise.all([
        fromStep === 0 ? [] : readCurvesOfRuns(db, { runIds: [runId], buckets: LIVE_BUCKETS, fromStep }),
        readLogLines(db, { runId, after: cursor.line, limit: LIVE_LINES }),
        listSamples(db, runId),
        listEvaluations(db, runId),
        listCheckpoints(db, runId),
      ]);
      return {
        detail,
        curves: runs.flatMap(({ curves }) => curves),
        lines,
        samples,
        evaluations,
        checkpoints,
      };
    });
    if (!answer.ok) return sink.end();
    if (!answer.value) {
      sink.send({ data: GONE });
      return sink.end();
    }
    const { detail, curves, lines, samples, evaluations, checkpoints } = answer.value;
    const { config: _c, base: _b, command: _m, environment: _e, git: _g, dataset: _d, ...run } = detail;
    const update: RunUpdate = {
      run,
      curves: curves.map(toWireSeries),
      lines,
      ...ifChanged('samples', samples),
      ...ifChanged('evaluations', evaluations),
      ...ifChanged('checkpoints', checkpoints),
    };
    const lastSteps = curves.map((curve) => curve.steps.at(-1) ?? 0);
    cursor = {
      attempt: detail.attempt,
      step: detail.attempt === cursor.attempt ? Math.max(cursor.step, ...lastSteps) : detail.step,
      line: lines.at(-1)?.seq ?? cursor.line,
    };
    sink.send({ data: update, cursor: formatCursor(cursor) });
    if (lines.length === LIVE_LINES) push.request();
  };
  const push = coalesce({ interval: PUSH_INTERVAL_MS, work: round, onError: failed(sink) });
  const stop = await onRunChange({
    onRun: (changed) => {
      if (changed === runId) push.request();
    },
    onLost: () => sink.end(),
  });
  push.request();
  return () => {
    stop();
    push.stop();
  };
}
