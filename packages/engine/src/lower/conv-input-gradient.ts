// The input gradient of a stride-1 convolution is a convolution with flipped, transposed weights: ONNX Runtime's Conv is
// twice as fast as its ConvTranspose. Strided ones stay as they are and are emitted as ConvTranspose.
import { build } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { dimensions4, type GraphNode, type NodeOf } from '../graph/node.ts';
import { flipWeight } from '../graph/taps.ts';
import { denseInputGradient, isDense } from './dense.ts';

export function lowerConvInputGradient(
  graph: Graph,
  { attributes: geometry }: NodeOf<'ConvInputGradient'>,
  { dy, weight }: { dy: GraphNode; weight: GraphNode },
): GraphNode | undefined {
  if (isDense(geometry)) return denseInputGradient(graph, dy, weight);
  const { kernelSize, padding, stride } = geometry;
  const mirrored: [number, number] = [kernelSize[0] - 1 - padding[0], kernelSize[1] - 1 - padding[1]];
  if (stride.some((step) => step !== 1) || mirrored.some((size) => size < 0)) return undefined;
  const [, , height, width] = dimensions4(dy.shape);
  return build(graph, 'Conv', [dy, flipWeight(graph, weight)], {
    stride: [1, 1],
    padding: mirrored,
    inputSize: [height, width],
    kernelSize,
  });
}
