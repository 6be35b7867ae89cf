// The one way to make a node: simplify, else construct. (`simplify.ts` builds in turn what it simplifies to, so the two files
// import each other.) Below it, the constructors that tracing, passes and lowering share.
import type { Graph } from './graph.ts';
import type { AttributeTable, DType, GraphNode, Matrix, OperationName, Shape } from './node.ts';
import { simplify } from './simplify.ts';

/** `op` applied to `inputs`, or something equal and simpler. */
export function build<Operation extends OperationName>(
  graph: Graph,
  op: Operation,
  inputs: readonly GraphNode[],
  attributes: AttributeTable[Operation],
): GraphNode {
  return simplify(graph, op, inputs, attributes) ?? graph.node(op, inputs, attributes);
}

export const splat = (graph: Graph, value: number, shape: Shape = [], dtype: DType = 'float32'): GraphNode =>
  graph.node('Splat', [], { value, shape, dtype });

export const reshape = (graph: Graph, x: GraphNode, shape: Shape): GraphNode =>
  build(graph, 'Reshape', [x], { shape });

export const transpose = (graph: Graph, x: GraphNode, permutation: readonly number[]): GraphNode =>
  build(graph, 'Transpose', [x], { permutation });

export const scale = (graph: Graph, x: GraphNode, factor: number): GraphNode =>
  build(graph, 'Mul', [x, splat(graph, Math.fround(factor))], {});

export const concat = (graph: Graph, parts: readonly GraphNode[], axis: number): GraphNode =>
  build(graph, 'Concat', parts, { axis });

/** Consecutive pieces of `x` along `axis`, all from one operator. */
export function split(
  graph: Graph,
  x: GraphNode,
  { axis, sizes }: { axis: number; sizes: readonly number[] },
): GraphNode[] {
  const [only] = sizes;
  if (sizes.length === 1 && only === x.shape[axis]) return [x];
  const whole = build(graph, 'Split', [x], { axis, sizes });
  return sizes.map((_, index) => build(graph, 'Part', [whole], { index }));
}

/** A block of `x`, every `step`-th element of it. */
export function slice(
  graph: Graph,
  x: GraphNode,
  block: { begin: readonly number[]; size: Shape; step?: readonly number[] },
): GraphNode {
  return build(graph, 'Slice', [x], {
    begin: block.begin,
    size: block.size,
    step: block.step ?? block.size.map(() => 1),
  });
}

/** Zeros around the last two axes of `[N, C, H, W]`, the same on both sides, and `below` more rows at the end. */
export function padPlanes(
  graph: Graph,
  x: GraphNode,
  [vertical, horizontal]: readonly [number, number],
  { below = 0 }: { below?: number } = {},
): GraphNode {
  const before = [0, 0, vertical, horizontal];
  return build(graph, 'Pad', [x], { before, after: [0, 0, vertical + below, horizontal], value: 0 });
}

/** The matrix product, each operand transposed first if asked. */
export function matMul(
  graph: Graph,
  a: GraphNode,
  b: GraphNode,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): GraphNode {
  return build(graph, 'MatMul', [a, b], { transposeA, transposeB });
}

/** Sum over `axes`, which disappear. */
export function sumAway(graph: Graph, x: GraphNode, axes: readonly number[]): GraphNode {
  const sum = build(graph, 'ReduceSum', [x], { axes });
  return reshape(
    graph,
    sum,
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
}

/** A matrix known when the graph is built. */
export function constantMatrix(graph: Graph, rows: Matrix): GraphNode {
  const shape = [rows.length, rows[0]?.length ?? 0];
  return graph.node('Constant', [], { values: Float32Array.from(rows.flat()), shape, dtype: 'float32' });
}
