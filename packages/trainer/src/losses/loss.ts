// What a loss function returns: the number to descend and the terms it is made of, unweighted, by name.
import type * as tf from '@tensorflow/tfjs-core';

export interface Loss<Term extends string> {
  readonly total: tf.Scalar;
  readonly terms: Readonly<Partial<Record<Term, tf.Scalar>>>;
}
