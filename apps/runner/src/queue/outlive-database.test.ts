import { expect, it } from 'vitest';
import { outliveDatabase } from './outlive-database.ts';

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });

/** Fails with each of `errors` once, then answers. */
function failing(errors: readonly Error[]): () => Promise<string> {
  const left = [...errors];
  return () => {
    const error = left.shift();
    return error ? Promise.reject(error) : Promise.resolve('a run');
  };
}

it('asks again until the database is back, and says so once', async () => {
  const warnings: string[] = [];
  const options = {
    signal: new AbortController().signal,
    onWarning: (message: string) => warnings.push(message),
    retryMs: 1,
  };
  const shutDown = Object.assign(new Error('terminating connection'), { code: '57P01' });
  const cut = new Error('Connection terminated unexpectedly');
  expect(await outliveDatabase(failing([refused, shutDown, cut]), options)).toBe('a run');
  expect(warnings).toHaveLength(1);
});

it('gives up at once when told to stop, and at an answer that is no absence', async () => {
  const onWarning = () => undefined;
  const stopped = { signal: AbortSignal.abort(), onWarning };
  await expect(outliveDatabase(failing([refused]), stopped)).rejects.toBe(refused);
  const going = { signal: new AbortController().signal, onWarning, retryMs: 1 };
  for (const code of ['42601', 'ENOSPC']) {
    const fault = Object.assign(new Error('no absence'), { code });
    await expect(outliveDatabase(failing([fault]), going)).rejects.toBe(fault);
  }
});
