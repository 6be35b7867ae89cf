// A convolution whose kernel covers its whole input is a matrix product, and so are its gradients.
import { build, matMul, reshape } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { dimensions4, sizeOf, type GraphNode } from '../graph/node.ts';
import type { ConvGeometry } from '../ops/conv-geometry.ts';

/** True when the output has one position and no padding takes part. */
export const isDense = ({ inputSize, kernelSize, padding }: ConvGeometry): boolean =>
  inputSize[0] === kernelSize[0] && inputSize[1] === kernelSize[1] && padding[0] === 0 && padding[1] === 0;

const asMatrix = (graph: Graph, node: GraphNode): GraphNode => {
  const rows = node.shape[0] ?? 1;
  return reshape(graph, node, [rows, sizeOf(node.shape) / rows]);
};

/** Operands: x, weight, and optionally bias. */
export function denseConv(graph: Graph, [x, weight, bias]: readonly GraphNode[]): GraphNode {
  if (!x || !weight) throw new Error('Conv without operands.');
  const operands = [asMatrix(graph, x), asMatrix(graph, weight), ...(bias ? [bias] : [])];
  const product = build(graph, 'MatMul', operands, { transposeA: false, transposeB: true });
  return reshape(graph, product, [...product.shape, 1, 1]);
}

export function denseInputGradient(graph: Graph, dy: GraphNode, weight: GraphNode): GraphNode {
  const [, channels, height, width] = dimensions4(weight.shape);
  const dx = matMul(graph, asMatrix(graph, dy), asMatrix(graph, weight));
  return reshape(graph, dx, [dy.shape[0] ?? 1, channels, height, width]);
}

export function denseWeightGradient(graph: Graph, x: GraphNode, dy: GraphNode): GraphNode {
  const [, channels, height, width] = dimensions4(x.shape);
  const dw = matMul(graph, asMatrix(graph, dy), asMatrix(graph, x), { transposeA: true });
  return reshape(graph, dw, [dy.shape[1] ?? 1, channels, height, width]);
}
