import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunId } from '@starlab/experiment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactPath, putArtifact } from '../artifacts/artifact-store.ts';
import { getRun } from '../queries/get-run.ts';
import { listRuns } from '../queries/list-runs.ts';
import { listSamples } from '../queries/list-samples.ts';
import { listStudies } from '../queries/list-studies.ts';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { runFolder } from '../write/journal.ts';
import { openRunLog } from '../write/open-run-log.ts';
import { archiveRuns, archiveStudy } from './archive.ts';
import { deleteRuns, deleteSamples, deleteStudy } from './delete-runs.ts';
import { sweepArtifacts } from './sweep-artifacts.ts';
import { vacuumDatabase } from './vacuum-database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

/** Nothing is too young to be swept. */
const options = () => ({ home: test.home, youngestMs: 0 });

/** A finished run with values, a checkpoint file, and these pictures. */
async function finishedRun(studyName: string, seed: number, pictures: readonly string[]): Promise<RunId> {
  const runId = await createTestRun(test.db, { studyName, config: { seed } });
  const log = await openRunLog(test.db, { runId, home: test.home });
  for (let step = 0; step < 2_000; step++) log.log({ x: step, y: -step }, { step });
  for (const [step, picture] of pictures.entries()) {
    const sha256 = await putArtifact(test.home, Buffer.from(picture), 'png');
    await log.sample({ key: 'latent', step, sha256, width: 1, height: 1 });
  }
  const checkpoints = path.join(runFolder(test.home, runId), 'checkpoints');
  await mkdir(checkpoints);
  await writeFile(path.join(checkpoints, 'step-1.safetensors'), Buffer.alloc(10_000));
  await log.finish('finished');
  return runId;
}

const shaOf = async (picture: string): Promise<string> => putArtifact(test.home, Buffer.from(picture), 'png');

describe('archiving', () => {
  it('takes runs out of the lists and puts them back', async () => {
    const runId = await createTestRun(test.db, { studyName: 'archive' });
    const listed = async (): Promise<boolean> => (await listRuns(test.db)).some(({ id }) => id === runId);
    expect(await archiveRuns(test.db, [runId], { archived: true })).toBe(1);
    expect(await archiveRuns(test.db, [runId], { archived: true })).toBe(0);
    expect(await listed()).toBe(false);
    expect((await getRun(test.db, runId))?.archivedAt).not.toBeNull();
    await archiveRuns(test.db, [runId], { archived: false });
    expect(await listed()).toBe(true);

    const studies = async (): Promise<string[]> => (await listStudies(test.db)).map(({ name }) => name);
    const [study] = await listStudies(test.db);
    if (!study) expect.unreachable();
    expect(await archiveStudy(test.db, study.id, { archived: true })).toBe(true);
    expect(await studies()).not.toContain('archive');
    expect(await listed()).toBe(false);
    expect(await archiveStudy(test.db, study.id, { archived: false })).toBe(true);
    expect(await studies()).toContain('archive');
  });
});

describe('deleting', () => {
  it('takes rows, folder, and pictures of no other run, and says what that frees', async () => {
    const gone = await finishedRun('delete', 1, ['only of the first', 'of both']);
    const stays = await finishedRun('delete', 2, ['of both']);
    const freed = await deleteRuns(test.db, [gone], options());
    expect(freed).toMatchObject({ deleted: 1, running: 0, points: 4_000 });
    expect(freed.databaseBytes).toBeGreaterThan(1_000);
    // The checkpoint, two thousand journaled calls of two values, and a picture.
    expect(freed.fileBytes).toBeGreaterThan(10_000 + 2_000 * 16);
    expect(await getRun(test.db, gone)).toBeUndefined();
    expect(existsSync(runFolder(test.home, gone))).toBe(false);
    expect(existsSync(runFolder(test.home, stays))).toBe(true);
    expect(await listSamples(test.db, stays)).toHaveLength(1);
    expect(await artifactPath(test.home, await shaOf('of both'))).toBeDefined();
    const { rows } = await test.db.pool.query(
      'SELECT (SELECT count(*)::int FROM metric_chunk WHERE series NOT IN (SELECT number FROM series)) AS orphans',
    );
    expect(rows).toEqual([{ orphans: 0 }]);
  });

  it('leaves a run that is being trained', async () => {
    const runId = await createTestRun(test.db, { studyName: 'busy' });
    const log = await openRunLog(test.db, { runId, home: test.home });
    expect(await deleteRuns(test.db, [runId], options())).toMatchObject({ deleted: 0, running: 1 });
    const study = (await listStudies(test.db)).find(({ name }) => name === 'busy');
    if (!study) expect.unreachable();
    await expect(deleteStudy(test.db, study.id, options())).rejects.toThrow(/is running/);
    await log.finish('finished');
    expect(await deleteStudy(test.db, study.id, options())).toMatchObject({ deleted: 1 });
    expect((await listStudies(test.db)).map(({ name }) => name)).not.toContain('busy');
  });

  it('of samples leaves the run', async () => {
    const runId = await finishedRun('samples', 1, ['a', 'b', 'c']);
    expect(await deleteSamples(test.db, [runId], options())).toEqual({ samples: 3, fileBytes: 3 });
    expect(await listSamples(test.db, runId)).toEqual([]);
    expect(await getRun(test.db, runId)).toMatchObject({ step: 1_999 });
  });
});

it('a picture whose entry is still on its way is not swept', async () => {
  const sha256 = await shaOf('just drawn');
  expect(await sweepArtifacts(test.db, { home: test.home })).toEqual({ files: 0, bytes: 0 });
  expect(await artifactPath(test.home, sha256)).toBeDefined();
  expect(await sweepArtifacts(test.db, options())).toEqual({ files: 1, bytes: 10 });
  expect(await artifactPath(test.home, sha256)).toBeUndefined();
});

it('a vacuum gives the room of deleted runs back', async () => {
  const runIds = [];
  for (let seed = 1; seed <= 5; seed++) runIds.push(await finishedRun('vacuum', seed, []));
  await deleteRuns(test.db, runIds, options());
  const { bytesBefore, bytesAfter } = await vacuumDatabase(test.db, { ...options(), full: true });
  expect(bytesAfter).toBeLessThan(bytesBefore);
});
