// Going back through a kept pass, in closed form: activations old, factors new.
import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@starlab/engine';
import { expect, it } from 'vitest';
import type { Parameters } from '../blocks/parameters.ts';
import { layer, withKept } from './kept-pass.ts';

const multiply = (parameters: Parameters, x: tf.Tensor): tf.Tensor =>
  tf.mul(x, parameters['weight'] as tf.Tensor);

it.each(['cpu', 'tfjs-cpu'] as const)(
  'uses old values forwards and new weights backwards on %s',
  async (name) => {
    // Two layers, y = (x·v)², z = y·w, with v = 3 and w = 5 when the pass was made, 4 and 7 now, at x = 2.
    const device = await openDevice(name, { threads: 1 });
    const program = await device.compile(
      (state, { x, v, w, keptV, keptW }) => {
        const z = (input: tf.Tensor, first: tf.Tensor, second: tf.Tensor): tf.Tensor => {
          const kept = (weight: tf.Tensor, old: tf.Tensor | undefined): Parameters =>
            withKept({ weight }, { weight: old as tf.Tensor });
          const y = tf.square(layer(kept(first, keptV), input, multiply));
          return layer(kept(second, keptW), y, multiply);
        };
        const at = [x, v, w] as tf.Tensor[];
        const [byX, byV, byW] = tf.grads(z)(at) as [tf.Tensor, tf.Tensor, tf.Tensor];
        return { state, outputs: { z: z(...(at as [tf.Tensor, tf.Tensor, tf.Tensor])), byX, byV, byW } };
      },
      { state: {}, inputs: { x: [], v: [], w: [], keptV: [], keptW: [] } },
    );
    const number = (value: number): Float32Array => Float32Array.of(value);
    const inputs = { x: number(2), v: number(4), w: number(7), keptV: number(3), keptW: number(5) };
    const outputs = await program.run(inputs);
    await program.dispose();

    const values = Object.fromEntries(Object.entries(outputs).map(([output, [value]]) => [output, value]));
    const activation = 2 * 3;
    expect(values).toEqual({
      z: activation ** 2 * 5,
      byW: activation ** 2,
      byV: 7 * 2 * activation * 2,
      byX: 7 * 2 * activation * 4,
    });
  },
);
