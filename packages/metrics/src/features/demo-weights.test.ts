import { describe, expect, it } from 'vitest';
import { expectAllClose, sym } from '@starlab/testing';
import { readWeightsFile, writeWeightsFile } from './demo-weights.ts';

const about = { description: 'test', trainedOn: 'none', validation: {} };

describe('the file of demo weights', () => {
  it('keeps names, shapes and eight bits of every value', () => {
    const data = sym('weights', [3, 4], 2);
    const read = readWeightsFile(writeWeightsFile(about, { 'conv.weight': { shape: [3, 4], data } }));
    expect(read['conv.weight']?.shape).toEqual([3, 4]);
    expectAllClose(read['conv.weight']?.data ?? [], data, { absolute: 0, relative: 2 ** -8 }); // half a bfloat16 step
  });

  it('survives being written again', () => {
    const once = readWeightsFile(writeWeightsFile(about, { w: { shape: [5], data: sym('w', [5], 1) } }));
    expect(readWeightsFile(writeWeightsFile(about, once))).toEqual(once);
  });

  it('is refused when it is something else', () => {
    expect(() => readWeightsFile('{"parameters": 3}')).toThrow(/parameters/);
  });
});
