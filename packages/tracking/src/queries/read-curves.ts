// How did the values of runs develop? Steps are gathered in buckets of 2^k steps that keep min, max, mean and last, so that
// every spike survives; buckets are aligned to multiples of their size, so that a growing run never re-draws its past. Sealed
// values come from the level of their pyramid that fits, the newest ones from where they were logged.
import type { RunId } from '@starlab/experiment';
import type { Database } from '../database/open-database.ts';
import type { Curve, CurveColumns } from '../results.ts';
import { BucketSet, type Buckets } from '../sealing/bucket.ts';
import { bucketExponent, toCurveColumns, toCurvePoints } from './buckets.ts';
import { EVERY_STEP, type StepRange } from './curve-cover.ts';
import { readCurveSources, type CurveSource } from './curve-sources.ts';
import { addStoredValues, type WantedCurve } from './stored-values.ts';

interface CurveSelection {
  /** @default every series of the run */
  readonly names?: readonly string[];
  /** Most points a curve may have: about one per pixel. */
  readonly buckets: number;
  /** Inclusive. */
  readonly fromStep?: number;
  /** Inclusive. */
  readonly toStep?: number;
}

export interface CurveRequest extends CurveSelection {
  readonly runId: RunId;
}

export interface CurvesOfRunsRequest extends CurveSelection {
  readonly runIds: readonly RunId[];
}

/** Last and first step that anything of the sources can lie in. */
function extentOf(sources: readonly CurveSource[], window: StepRange): { first: number; last: number } {
  const attempts = sources.flatMap((source) => source.attempts);
  return {
    first: Math.max(window.from, Math.min(...attempts.map(({ firstStep }) => firstStep))),
    last: Math.min(window.to, Math.max(...attempts.map(({ lastStep }) => lastStep))),
  };
}

/** The buckets of one curve. */
interface FilledCurve {
  readonly name: string;
  readonly buckets: Buckets;
  readonly resolution: number;
}

function filledCurve({ series, set }: WantedCurve): FilledCurve {
  const buckets = set.buckets();
  const isMerged = buckets.count.some((count) => count > 1);
  return { name: series.name, buckets, resolution: isMerged ? 2 ** set.exponent : 1 };
}

interface OfRun<C> {
  readonly runId: RunId;
  /** In the order in which their names are logged. */
  readonly curves: C[];
}

async function fillCurves(db: Database, request: CurvesOfRunsRequest): Promise<OfRun<FilledCurve>[]> {
  const { runIds, names, buckets, fromStep = EVERY_STEP.from, toStep = EVERY_STEP.to } = request;
  const window = {
    from: Math.max(EVERY_STEP.from, Math.floor(fromStep)),
    to: Math.min(EVERY_STEP.to, Math.ceil(toStep)),
  };
  const sources = await readCurveSources(db, runIds, names);
  const { first, last } = extentOf(sources, window);
  const exponent = bucketExponent({ first, last, buckets });
  const size = 2 ** exponent;
  const most = Math.max(1, Math.floor(last / size) - Math.floor(first / size) + 1);
  const wanted = sources.flatMap((source) =>
    source.series.map((series) => ({
      source,
      series,
      set: new BucketSet(series.points <= buckets ? 0 : exponent, Math.min(series.points, most)),
    })),
  );
  await addStoredValues(db, wanted, window);
  return sources.map((source) => ({
    runId: source.runId,
    curves: wanted.filter((curve) => curve.source === source && curve.set.size > 0).map(filledCurve),
  }));
}

/**
 * The curves of several runs, by run in the order asked for, each with the names in the order in which they are logged. All
 * have buckets of the same steps, so that they can be laid over one another; a series whose points fit comes as it is. A run
 * or name that is not there, or has nothing in the window, is left out.
 */
export async function readCurvesOfRuns(
  db: Database,
  request: CurvesOfRunsRequest,
): Promise<OfRun<CurveColumns>[]> {
  const runs = await fillCurves(db, request);
  return runs.map(({ runId, curves }) => ({
    runId,
    curves: curves.map(({ name, resolution, buckets }) => ({ name, resolution, ...toCurveColumns(buckets) })),
  }));
}

/** The curves of one run, point by point, in the order in which their names are logged; a name that has nothing to show is left out. */
export async function readCurves(db: Database, { runId, ...selection }: CurveRequest): Promise<Curve[]> {
  const [run] = await fillCurves(db, { runIds: [runId], ...selection });
  return (run?.curves ?? []).map(({ name, resolution, buckets }) => ({
    name,
    resolution,
    points: toCurvePoints(buckets),
  }));
}
