import { expect, it } from 'vitest';
import { startSystemMetrics } from './system-metrics.ts';

it('logs what the machine does, but nothing before the first step', async () => {
  const rows: { values: Readonly<Record<string, number>>; step: number }[] = [];
  let step: number | undefined = undefined;
  let asked = 0;
  const stop = startSystemMetrics(
    { log: (values, at) => rows.push({ values, ...at }) },
    () => {
      asked += 1;
      return step;
    },
    { intervalMs: 5 },
  );
  await expect.poll(() => asked).toBeGreaterThan(1);
  expect(rows).toEqual([]);
  step = 7;
  await expect.poll(() => rows.length).toBeGreaterThan(1);
  stop();
  const [{ values, step: logged } = { values: {}, step: 0 }] = rows;
  expect(logged).toBe(7);
  for (const name of ['system/cpu %', 'system/process cpu %']) {
    expect(values[name]).toBeGreaterThanOrEqual(0);
  }
  expect(values['system/memory MiB']).toBeGreaterThan(values['system/process memory MiB'] ?? Infinity);
  // More than Node itself takes, less than a terabyte.
  expect(values['system/process memory MiB']).toBeGreaterThan(20);
  expect(values['system/memory MiB']).toBeLessThan(2 ** 20);
});
