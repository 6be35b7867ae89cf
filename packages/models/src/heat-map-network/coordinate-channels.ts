// Coordinates appended to an image as channels, so that convolutions know where they are (Liu et al. 2018): row, column,
// and distance from the centre.
import * as tf from '@tensorflow/tfjs-core';

/** How many channels are appended. */
export const COORDINATE_CHANNELS = 3;

/** Row, column and radius of each pixel: −1 … 1 from the first to the last, and the radius as part of the largest. */
function coordinates(size: number): tf.Tensor4D {
  const place = (index: number): number => (2 * index) / (size - 1) - 1;
  const values = new Float32Array(COORDINATE_CHANNELS * size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [y, x] = [place(row), place(column)];
      // The largest radius is that of the corners, √2.
      for (const [channel, value] of [y, x, Math.hypot(y, x) / Math.SQRT2].entries())
        values[(channel * size + row) * size + column] = value;
    }
  }
  return tf.tensor4d(values, [1, COORDINATE_CHANNELS, size, size]);
}

/** `x` [N, C, S, S] to [N, C + 3, S, S]. */
export function withCoordinates(x: tf.Tensor4D): tf.Tensor4D {
  const [count, , size] = x.shape;
  return tf.concat([x, tf.tile(coordinates(size), [count, 1, 1, 1])], 1);
}
