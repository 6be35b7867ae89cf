// A fixed 3x3 high-pass filter applied to every channel alike: what the generator keeps of a face where the mask says so.
import * as tf from '@tensorflow/tfjs-core';
import { conv2d } from '@starlab/engine/ops';

/** Centre 8, neighbours −1, all divided by w_hpf: a larger weight makes the output smaller. `x` [N, C, H, W]. */
export function highPass(x: tf.Tensor4D, highPassWeight: number): tf.Tensor4D {
  const [count, channels, height, width] = x.shape;
  const kernel = Array.from({ length: 9 }, (_, tap) => (tap === 4 ? 8 : -1) / highPassWeight);
  const planes = tf.reshape<tf.Rank.R4>(x, [count * channels, 1, height, width]);
  const filtered = conv2d(planes, tf.tensor4d(kernel, [1, 1, 3, 3]), { padding: 1 });
  return tf.reshape(filtered, x.shape);
}
