import { flattenConfig, resolveConfig, studyIdSchema } from '@starlab/experiment';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExternalRun } from '../ingest/external-run.ts';
import { startTestDatabase, type TestDatabase } from '../testing.ts';
import { launchRun } from '../queue/launch-run.ts';
import { getStudyBase, listStudyBases } from './get-study-base.ts';
import { listStudies } from './list-studies.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

test('a study’s base is what its first run was launched with, and another program’s study has none of ours', async () => {
  const config = resolveConfig({ imageSize: 64, seed: 3 });
  await launchRun(database.db, { study: { name: 'ours' }, datasetPath: '/data', config });
  await createExternalRun(database.db, {
    study: 'theirs',
    name: 'a run',
    method: 'CycleGAN',
    config: flattenConfig({ method: 'CycleGAN', imageSize: 64, epochs: 10 }),
    seed: 1,
    command: 'python train.py',
    environment: {},
    git: null,
    dataset: '/data',
  });
  const ours = (await listStudies(database.db)).find(({ name }) => name === 'ours');
  const id = studyIdSchema.parse(ours?.id);
  expect(await getStudyBase(database.db, id)).toEqual(config);
  expect(await listStudyBases(database.db)).toEqual(new Map([[id, config]]));
});
