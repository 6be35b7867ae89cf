// Linear maps on the taps of a convolution weight: reversing them (for input gradients) and spreading a kernel over the 2×2
// box that average pooling or nearest upsampling adds to it.
import { build } from './build.ts';
import type { Graph } from './graph.ts';
import { dimensions4, type GraphNode, type Matrix } from './node.ts';

const zeros = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0));

const transposed = (matrix: Matrix): Matrix =>
  (matrix[0] ?? []).map((_, j) => matrix.map((row) => row[j] ?? 0));

/** `[O, I, kh, kw]` to `[I, O, kh, kw]` with every kernel rotated by half a turn. */
export function flipWeight(graph: Graph, weight: GraphNode): GraphNode {
  const [, , height, width] = dimensions4(weight.shape);
  const taps = height * width;
  const reversal = zeros(taps, taps).map((row, i) => row.map((_, j) => (i + j === taps - 1 ? 1 : 0)));
  return build(graph, 'TransformTaps', [weight], {
    matrix: reversal,
    kernelSize: [height, width],
    swap: true,
  });
}

/** Tap (i, j) of a 3×3 kernel lies under the four taps (i..i+1, j..j+1) of the 4×4 kernel, a quarter each. */
const box: Matrix = zeros(9, 16).map((row, tap) =>
  row.map((_, target) => {
    const [i, j] = [Math.floor(tap / 3), tap % 3];
    const [y, x] = [Math.floor(target / 4), target % 4];
    return (y === i || y === i + 1) && (x === j || x === j + 1) ? 1 / 4 : 0;
  }),
);

/** A 3×3 kernel convolved with the 2×2 averaging box: 4×4. */
export const withBox = (graph: Graph, weight: GraphNode): GraphNode =>
  build(graph, 'TransformTaps', [weight], { matrix: box, kernelSize: [4, 4], swap: false });

/** The adjoint of `withBox`: from the gradient of the 4×4 kernel to that of the 3×3. */
export const withBoxAdjoint = (graph: Graph, gradient: GraphNode): GraphNode =>
  build(graph, 'TransformTaps', [gradient], { matrix: transposed(box), kernelSize: [3, 3], swap: false });
