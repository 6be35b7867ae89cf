// How much arithmetic is asked for: multiplications and additions of convolutions and matrix products, as published rates
// count them (2 per multiply-add). Everything else is bound by memory and not counted.
import type { GraphProgram } from './graph.ts';
import { inputOf, sizeOf, type GraphNode } from './node.ts';
import { liveNodes } from './walk.ts';

function operationsOf(node: GraphNode): number {
  switch (node.op) {
    case 'Conv':
      return 2 * sizeOf(node.shape) * sizeOf(inputOf(node, 1).shape.slice(1));
    case 'ConvInputGradient':
      return 2 * sizeOf(inputOf(node, 0).shape) * sizeOf(inputOf(node, 1).shape.slice(1));
    case 'ConvWeightGradient':
      return 2 * sizeOf(inputOf(node, 1).shape) * sizeOf(node.shape.slice(1));
    case 'MatMul':
      return 2 * sizeOf(node.shape) * (inputOf(node, 0).shape.at(node.attributes.transposeA ? -2 : -1) ?? 1);
    default:
      return 0;
  }
}

/** GFLOP of these nodes, each as often as it is listed. */
export const gigaOperationsOf = (nodes: readonly GraphNode[]): number =>
  nodes.reduce((sum, node) => sum + operationsOf(node), 0) / 1e9;

/** GFLOP of one run. */
export const gigaOperations = (program: GraphProgram): number =>
  gigaOperationsOf(liveNodes(program.outputs.values()));
