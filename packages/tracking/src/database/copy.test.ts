import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../testing.ts';
import { copyIn, copyOut, CopyRows } from './copy.ts';
import { inTransaction } from './transaction.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

it('gives back what it has put in, wherever the buffer has to grow', async () => {
  const rows = Array.from({ length: 800 }, (_, i) => ({
    i,
    body: Buffer.alloc(i, i % 256),
  }));
  for (const expected of [0, 50, 333]) {
    const copied = await inTransaction(test.db.pool, async (client) => {
      await client.query('CREATE TEMP TABLE t (a int2, b int4, c bytea) ON COMMIT DROP');
      const input = new CopyRows(expected);
      for (const row of rows) {
        input.row(3);
        input.int2(row.i);
        input.int4(-row.i);
        input.bytea(row.body);
      }
      await copyIn(client, 't', input);
      const output = await copyOut(client, 'SELECT a::int4, b, c FROM t ORDER BY a');
      const read = [];
      while (output.next()) {
        read.push({
          i: output.int4(),
          negative: output.int4(),
          body: Buffer.from(output.bytea()),
        });
      }
      const { rows: asText } = await client.query('SELECT b, c FROM t WHERE a = 3');
      expect(asText).toEqual([{ b: -3, c: rows[3]?.body }]);
      return read;
    });
    expect(copied).toEqual(rows.map((row) => ({ ...row, negative: -row.i || 0 })));
  }
});

it('refuses as a whole what the table refuses', async () => {
  const failed = inTransaction(test.db.pool, async (client) => {
    await client.query('CREATE TEMP TABLE once (a int PRIMARY KEY) ON COMMIT DROP');
    const rows = new CopyRows();
    for (const value of [1, 1]) {
      rows.row(1);
      rows.int4(value);
    }
    await copyIn(client, 'once', rows);
  });
  await expect(failed).rejects.toThrow(/duplicate key/);
});
