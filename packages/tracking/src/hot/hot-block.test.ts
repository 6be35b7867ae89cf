import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyMigrations } from '../database/apply-migrations.ts';
import { openDatabase } from '../database/open-database.ts';
import {
  createTestRun,
  hotCalls,
  migrationsFolder,
  startTestDatabase,
  type TestDatabase,
} from '../testing.ts';
import { encodeHotBlock, HotBlock } from './hot-block.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

const anyNumber = fc.oneof(fc.double(), fc.float(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324));

it('gives back every call, whole or from one on, float32 or not', () => {
  const call = fc.record({
    ...{ seq: fc.nat(), step: fc.nat(0x7fffffff), time: fc.nat(8e12) },
    values: fc.tuple(anyNumber, anyNumber, anyNumber),
  });
  const names = ['a', 'b', 'c'];
  const read = (block: HotBlock) =>
    Array.from({ length: block.length }, (_, i) => ({
      ...{ seq: block.seq(i), step: block.step(i), time: block.time(i) },
      values: names.map((_name, position) => block.value(i, position)),
    }));
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 20 }), fc.nat(20), (calls, first) => {
      const body = encodeHotBlock(calls.map((each) => ({ kind: 'values', names, ...each })));
      const block = new HotBlock(names.length, body);
      expect(read(block)).toEqual(calls);
      if (first < calls.length) {
        expect(read(new HotBlock(names.length, block.from(first)))).toEqual(calls.slice(first));
      }
    }),
  );
});

it('takes half the room where float32 loses nothing', () => {
  const entry = (value: number) =>
    ({ kind: 'values', seq: 1, step: 1, time: 0, names: ['x', 'y'], values: [value, NaN] }) as const;
  expect(encodeHotBlock([entry(0.5)])).toHaveLength(1 + 16 + 2 * 4);
  expect(encodeHotBlock([entry(0.5), entry(0.1)])).toHaveLength(1 + 2 * (16 + 2 * 8));
});

it('keeps the rows of databases that had a row for a call', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'starlab-migrations-'));
  const before = (await readdir(migrationsFolder)).filter((name) => name < '20261124203000_hot_blocks');
  for (const name of before) {
    await cp(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true });
  }
  await test.db.pool.query('CREATE DATABASE with_rows');
  const url = new URL(test.url);
  url.pathname = '/with_rows';
  await applyMigrations(url.toString(), folder);
  const db = await openDatabase(url.toString());
  const runId = await createTestRun(db);
  await db.pool.query(`INSERT INTO metric_layout (names, sha256) VALUES ('{a,b}', 'ab'), ('{}', 'none')`);
  await db.pool.query(
    `INSERT INTO metric_hot (run, attempt, process, seq, step, "time", layout, "values")
     SELECT run.number, 1, 0, seq, 10 * seq, to_timestamp(1790000000.123 + seq), metric_layout.id, "values"::float8[]
     FROM run CROSS JOIN (VALUES (2, 'ab', '{NaN,-Infinity}'), (1, 'ab', '{0.1,-0}'), (3, 'none', '{}'))
                           AS row (seq, sha256, "values")
     JOIN metric_layout USING (sha256)`,
  );
  expect(await applyMigrations(url.toString(), migrationsFolder)).toContain('20261124203000_hot_blocks');
  const time = 1_790_000_000_123;
  expect(await hotCalls(db, runId)).toEqual([
    { attempt: 1, seq: 1, step: 10, time: time + 1_000, values: [0.1, -0] },
    { attempt: 1, seq: 2, step: 20, time: time + 2_000, values: [NaN, -Infinity] },
    { attempt: 1, seq: 3, step: 30, time: time + 3_000, values: [] },
  ]);
  await db.close();
  await rm(folder, { recursive: true });
});
