import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RunId } from '@starlab/experiment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveDatabase } from '../database/resolve-database.ts';
import { getRun } from '../queries/get-run.ts';
import { createTestRun, hotCalls, startTestDatabase, type TestDatabase } from '../testing.ts';
import { journalFile, JournalReader } from './journal.ts';
import { markCrashed } from './mark-crashed.ts';
import { openRunLog } from './open-run-log.ts';
import { replayJournals } from './replay-journals.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase({ ownServer: true });
});
afterAll(() => test.stop());

/** Log calls in the database, in the order of their numbers, with what `x` was. */
async function storedRows(
  runId: RunId,
  attempt = 1,
): Promise<{ seq: number; step: number; values: number[] }[]> {
  const calls = await hotCalls(test.db, runId);
  return calls
    .filter((call) => call.attempt === attempt)
    .map(({ seq, step, values }) => ({ seq, step, values }));
}

const expectedRows = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ seq: i + 1, step: i + 1, values: [i + 1, -(i + 1)] }));

const fileOf = (runId: RunId): string => journalFile(test.home, { runId, attempt: 1, process: 0 });

/** Number of the last entry of the first attempt. */
async function journaledEntries(runId: RunId): Promise<number> {
  const reader = new JournalReader(fileOf(runId));
  let last = 0;
  for (;;) {
    const entries = await reader.read();
    if (entries.length === 0) break;
    last = entries.at(-1)?.seq ?? last;
  }
  await reader.close();
  return last;
}

const program = fileURLToPath(new URL('./logging-process.ts', import.meta.url));

/** Lets a process log until it has reached `steps`, then kills it without a warning. */
async function logAndKill(runId: RunId, steps: number): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, test.url, runId, test.home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (Number(line) >= steps) child.kill('SIGKILL');
  }
  expect(await exit).toEqual([null, 'SIGKILL']);
}

describe('a process killed while it logs', () => {
  it('loses nothing and doubles nothing, and its run can go on', async () => {
    const runId = await createTestRun(test.db);
    const other = await createTestRun(test.db, { config: { seed: 1 } });
    await Promise.all([logAndKill(runId, 2_000), logAndKill(other, 1_000)]);
    const journaled = await journaledEntries(runId);
    expect(journaled).toBeGreaterThanOrEqual(2_000);
    expect((await storedRows(runId)).length).toBeLessThanOrEqual(journaled);
    // What a power cut may add to the damage.
    await appendFile(fileOf(runId), '\x20\0\0');

    await Promise.all([replayJournals(test.db, test.home), replayJournals(test.db, test.home)]);
    expect(await replayJournals(test.db, test.home)).toEqual([]);
    expect(await storedRows(runId)).toEqual(expectedRows(journaled));
    expect(await storedRows(other)).toEqual(expectedRows(await journaledEntries(other)));

    expect((await markCrashed(test.db)).sort()).toEqual([runId, other].sort());
    expect(await getRun(test.db, runId)).toMatchObject({
      state: 'crashed',
      step: journaled,
      heads: { x: journaled, 'x/negative': -journaled },
    });
    const { rows } = await test.db.pool.query('SELECT points FROM series WHERE run_id = $1', [runId]);
    expect(rows).toEqual([{ points: String(journaled) }, { points: String(journaled) }]);

    const log = await openRunLog(test.db, { runId, home: test.home });
    expect(log.attempt).toBe(2);
    await log.finish('finished');
  });
});

describe('a server that goes away while a run logs', () => {
  it('costs neither the run nor a value', async () => {
    const runId = await createTestRun(test.db);
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    const log = await openRunLog(test.db, { runId, home: test.home, onWarning });
    log.log({ x: 1, y: -1 }, { step: 1 });
    await log.flush();

    const server = await resolveDatabase({ home: test.home, env: {} });
    await server.stop();
    for (let step = 2; step <= 700; step++) log.log({ x: step, y: -step }, { step });
    log.message('still here');
    const flushed = log.flush();
    await expect.poll(() => warnings.length).toBe(1);
    expect(warnings[0]).toMatch(/does not take .* It is kept in .*journal-1-0\.bin/);

    await resolveDatabase({ home: test.home, env: {} });
    await flushed;
    expect(warnings[1]).toMatch(/is back/);
    log.log({ x: 701, y: -701 }, { step: 701 });
    await log.flush();
    expect((await storedRows(runId)).map(({ step, values }) => [step, ...values])).toEqual(
      Array.from({ length: 701 }, (_, i) => [i + 1, i + 1, -(i + 1)]),
    );
    await log.finish('finished');
  });
});
