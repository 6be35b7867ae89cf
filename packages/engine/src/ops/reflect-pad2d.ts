// Reflection padding: the planes continue mirrored at their first and last row and column, which are not repeated. It is
// linear; its adjoint folds the border back, and each of the two is the other's gradient.
import {
  add,
  concat,
  mirrorPad,
  pad,
  slice,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { defineOperation, firstOutput } from './kernel.ts';

export const REFLECT_PAD2D = 'StarlabReflectPad2d';
const REFLECT_PAD2D_ADJOINT = 'StarlabReflectPad2dAdjoint';

/** Rows and columns on every side. */
export type ReflectPadding = { padding: number };

function input(inputs: NamedTensorMap): Tensor4D {
  const x = inputs['x'];
  if (!x || x.rank !== 4) throw new Error('A padding kernel without its rank-4 input.');
  return x as Tensor4D;
}

/** `count` positions of `x` along `axis`, from `begin` on; backwards if `mirrored`. */
function piece(
  x: Tensor4D,
  axis: 2 | 3,
  { begin, count, mirrored = false }: { begin: number; count: number; mirrored?: boolean },
): Tensor4D {
  const at = (position: number, size: number): Tensor4D =>
    slice(
      x,
      x.shape.map((_, i) => (i === axis ? position : 0)),
      x.shape.map((full, i) => (i === axis ? size : full)),
    );
  if (!mirrored) return at(begin, count);
  const positions = Array.from({ length: count }, (_, i) => at(begin + count - 1 - i, 1));
  return count === 1 ? at(begin, 1) : concat(positions, axis);
}

/** Adds the mirrored border along one axis onto the positions it was copied from. */
function fold(x: Tensor4D, axis: 2 | 3, padding: number): Tensor4D {
  const size = x.shape[axis] - 2 * padding;
  const placed = (border: Tensor4D, before: number): Tensor4D =>
    pad(
      border,
      x.shape.map((_, i): [number, number] => (i === axis ? [before, size - padding - before] : [0, 0])),
    );
  const first = piece(x, axis, { begin: 0, count: padding, mirrored: true });
  const last = piece(x, axis, { begin: padding + size, count: padding, mirrored: true });
  const centre = piece(x, axis, { begin: padding, count: size });
  return add(add(centre, placed(first, 1)), placed(last, size - padding - 1));
}

const runReflectPad2d = defineOperation<ReflectPadding>({
  name: REFLECT_PAD2D,
  compose: (inputs, { padding }) => {
    const border: [number, number] = [padding, padding];
    return mirrorPad(input(inputs), [[0, 0], [0, 0], border, border], 'reflect');
  },
  gradient: ([dy], _saved, attributes) => ({ x: () => adjoint(dy as Tensor, attributes) }),
});

const runReflectPad2dAdjoint = defineOperation<ReflectPadding>({
  name: REFLECT_PAD2D_ADJOINT,
  compose: (inputs, { padding }) => fold(fold(input(inputs), 3, padding), 2, padding),
  gradient: ([dy], _saved, attributes) => ({
    x: () => firstOutput(runReflectPad2d({ x: dy as Tensor }, attributes)),
  }),
});

const adjoint = (x: Tensor, attributes: ReflectPadding): Tensor =>
  firstOutput(runReflectPad2dAdjoint({ x }, attributes));

/**
 * `[N, C, H, W]` to `[N, C, H + 2·padding, W + 2·padding]`. Throws when the padding reaches beyond the opposite border, that is,
 * when H or W is not larger than it.
 */
export function reflectPad2d(x: Tensor4D, padding: number): Tensor4D {
  if (padding >= Math.min(x.shape[2], x.shape[3]))
    throw new Error(`reflectPad2d: a padding of ${padding} is too wide for [${x.shape.join(', ')}].`);
  return padding === 0 ? x : (firstOutput(runReflectPad2d({ x }, { padding })) as Tensor4D);
}
