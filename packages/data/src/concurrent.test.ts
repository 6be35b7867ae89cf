import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { mapConcurrently } from './concurrent.ts';

const numbers = Array.from({ length: 30 }, (_, i) => i);

it('gives results in the items’ order, whichever is ready first', async () => {
  const doubled = await mapConcurrently(numbers, async (n) => {
    await sleep((n * 7) % 5);
    return n * 2;
  });
  expect(doubled).toEqual(numbers.map((n) => n * 2));
});

it('works on eight at a time, never on more', async () => {
  let [running, most] = [0, 0];
  await mapConcurrently(numbers, async () => {
    running += 1;
    most = Math.max(most, running);
    await sleep(1);
    running -= 1;
  });
  expect(most).toBe(8);
});

it('begins nothing more after a failure', async () => {
  const begun: number[] = [];
  const failing = mapConcurrently(numbers, async (n) => {
    begun.push(n);
    await sleep(n === 3 ? 1 : 20);
    if (n === 3) throw new Error('item 3 is broken');
  });
  await expect(failing).rejects.toThrow('item 3 is broken');
  await sleep(60);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});
