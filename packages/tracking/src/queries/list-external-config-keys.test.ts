import { flattenConfig } from '@starlab/experiment';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExternalRun } from '../ingest/external-run.ts';
import { createTestRun, startTestDatabase, type TestDatabase } from '../testing.ts';
import { listExternalConfigKeys } from './list-external-config-keys.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

test('the keys of other programs’ runs, each once, and none of our own runs’', async () => {
  await createTestRun(database.db);
  for (const config of [{ optimizer: { lr: 2e-4 } }, { optimizer: { lr: 1e-4 }, epochs: 10 }]) {
    await createExternalRun(database.db, {
      study: 'theirs',
      name: 'a run',
      method: 'CycleGAN',
      config: flattenConfig(config),
      seed: 1,
      command: 'python train.py',
      environment: {},
      git: null,
      dataset: '/data',
    });
  }
  expect(await listExternalConfigKeys(database.db)).toEqual(['epochs', 'optimizer.lr']);
});
