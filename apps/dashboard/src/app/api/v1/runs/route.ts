// POST /api/v1/runs: a run of another program. GET /api/v1/runs?format=csv: all runs.
import { beginExternalAttempt, createExternalRun, listRuns, type RunSummary } from '@starlab/tracking';
import { csv, respondCsv } from '@/server/api-v1/csv.ts';
import { receiveJson, respondTo } from '@/server/api-v1/receive.ts';
import { newRunSchema, runsQuerySchema } from '@/server/api-v1/schemas.ts';
import { ask } from '@/server/database.ts';
import { checkParameters, respondAnswer, searchParameters } from '@/server/respond.ts';

export async function POST(request: Request): Promise<Response> {
  const received = await receiveJson(request, newRunSchema);
  if (!received.ok) return received.response;
  const { host, pid, ...run } = received.value;
  return respondTo(
    async (db) => {
      const runId = await createExternalRun(db, run);
      return { runId, attempt: await beginExternalAttempt(db, { runId, host, pid }) };
    },
    { status: 201 },
  );
}

const facts = [
  'id',
  'name',
  'studyName',
  'kind',
  'method',
  'configuration',
  'seed',
  'state',
  'step',
] as const;

/** One column a key that any run has: its configuration, last values and figures. */
function table(runs: readonly RunSummary[]): string {
  const records = runs.map((run) => ({
    ...Object.fromEntries(Object.entries(run.config).map(([key, value]) => [`config.${key}`, value])),
    ...Object.fromEntries(Object.entries(run.heads).map(([key, value]) => [`last.${key}`, value])),
    ...Object.fromEntries(
      run.evaluations.map((figure) => [`${figure.metric}.${figure.mode}.${figure.featureSet}`, figure.mean]),
    ),
  }));
  const keys = [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
  return csv(
    [...facts, ...keys],
    runs.map((run, i) => {
      const record = new Map<string, unknown>(Object.entries(records[i] ?? {}));
      return [...facts.map((fact) => run[fact]), ...keys.map((key) => record.get(key))];
    }),
  );
}

export async function GET(request: Request): Promise<Response> {
  const checked = checkParameters(runsQuerySchema, searchParameters(request));
  if (!checked.ok) return checked.response;
  const { format, study } = checked.value;
  const answer = await ask((db) => listRuns(db, study === undefined ? {} : { studyId: study }));
  if (!answer.ok || format === 'json') return respondAnswer(answer);
  return respondCsv(table(answer.value), 'runs.csv');
}
