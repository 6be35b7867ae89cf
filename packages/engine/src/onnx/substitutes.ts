// Operators that a provider may lack, made of others that every one has. ONNX Runtime would run them on the CPU instead, in
// silence, and copy their operands there and their results back.
import { inputOf, type GraphNode, type NodeOf } from '../graph/node.ts';
import type { Emission } from './operators.ts';

/** Large enough to lift every normal activation out of (−1, 1). */
const STEEP = 1e30;

/** 1 above zero, `low` ≤ 0 below it. */
export function pushStep(low: number, { inputs: [x = ''], output, floats, push }: Emission): void {
  push('Mul', [x, floats([STEEP], [])], { outputs: [`${output}:steep`] });
  push('Clip', [`${output}:steep`, floats([low], []), floats([1], [])]);
}

/** `[N, C, 2h, 2w]` to `[N, 4C, h, w]`, channels in the order row, column, channel. */
export function pushBlocksAsChannels(node: NodeOf<'SpaceToDepth2'>, emission: Emission): void {
  const { inputs, output, integers, push } = emission;
  const [x = ''] = inputs;
  const [n = 1, c = 1] = inputOf(node, 0).shape;
  const [, , h = 1, w = 1] = node.shape;
  push('Reshape', [x, integers([n, c, h, 2, w, 2])], { outputs: [`${output}:blocks`] });
  push('Transpose', [`${output}:blocks`], {
    outputs: [`${output}:moved`],
    attributes: { perm: [0, 3, 5, 1, 2, 4] },
  });
  push('Reshape', [`${output}:moved`, integers(node.shape)]);
}

/**
 * A batched product whose operands are transposed by operators of their own. a·bᵀ becomes (b·aᵀ)ᵀ: in a weight gradient `a` is
 * the same for every tap, so that it is transposed once, and the result is smaller than `b`.
 */
export function pushBatchedProduct(node: NodeOf<'MatMul'>, emission: Emission): void {
  const { inputs, output, push } = emission;
  const [a = '', b = ''] = inputs;
  const { transposeA, transposeB } = node.attributes;
  const lastTwoSwapped = { perm: swappedAxes(node) };
  /** The same name for the same operand: it is transposed once for all products it takes part in. */
  const transposed = (name: string): string => {
    push('Transpose', [name], { outputs: [`${name}:transposed`], attributes: lastTwoSwapped });
    return `${name}:transposed`;
  };
  if (!transposeB) return push('MatMul', [transposeA ? transposed(a) : a, b]);
  push('MatMul', [b, transposeA ? a : transposed(a)], { outputs: [`${output}:swapped`] });
  push('Transpose', [`${output}:swapped`], { attributes: lastTwoSwapped });
}

/** The permutation of all axes that exchanges the last two. */
function swappedAxes({ shape: { length } }: GraphNode): number[] {
  const axes = Array.from({ length }, (_, axis) => axis);
  return [...axes.slice(0, -2), length - 1, length - 2];
}
