import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { collectGarbage, releaseArrays } from './memory.ts';

test('empties arrays that have their buffer to themselves, also one named twice', () => {
  const whole = Float32Array.from([1, 2]);
  const buffer = Float32Array.from([3, 4]);
  releaseArrays([whole, whole, buffer.subarray(0, 1)]);
  expect(whole).toHaveLength(0);
  expect(buffer).toEqual(Float32Array.from([3, 4]));
});

test('collects what nobody refers to', async () => {
  const reference = new WeakRef({ large: new Float32Array(1000) });
  // An object just referred to weakly is kept until the present task has ended.
  await setImmediate();
  collectGarbage();
  expect(reference.deref()).toBeUndefined();
});
