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
  const values = [NaN, Infinity, -Infinity, -0, 0.1, 5e-324, Number.MAX_VALUE];
  const times = [0, -1, 946_684_799_999, 1_790_000_000_123, 8_000_000_000_000];
  const rows = Array.from({ length: 800 }, (_, i) => ({
    i,
    time: times[i % times.length] ?? 0,
    body: Buffer.alloc(i, i % 256),
    values: values.slice(i % 8),
  }));
  for (const expected of [0, 50, 333]) {
    const copied = await inTransaction(test.db.pool, async (client) => {
      await client.query(
        'CREATE TEMP TABLE t (a int2, b int4, c timestamptz, d bytea, e float8[]) ON COMMIT DROP',
      );
      const input = new CopyRows(expected);
      for (const row of rows) {
        input.row(5);
        input.int2(row.i);
        input.int4(-row.i);
        input.timestamp(row.time);
        input.bytea(row.body);
        input.float8Array(row.values);
      }
      await copyIn(client, 't', input);
      const output = await copyOut(client, 'SELECT a::int4, b, c, d, e FROM t ORDER BY a');
      const read = [];
      while (output.next()) {
        read.push({
          i: output.int4(),
          negative: output.int4(),
          time: output.timestamp(),
          body: Buffer.from(output.bytea()),
          values: output.float8Array(),
        });
      }
      const { rows: asText } = await client.query('SELECT c, e FROM t WHERE a = 3');
      expect(asText).toEqual([{ c: new Date(times[3] ?? 0), e: values.slice(3) }]);
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
