// A 3×3 convolution followed by 2×2 average pooling is one 4×4 convolution with stride 2, whose kernel is the 3×3 kernel
// convolved with the averaging box: 16 products per pooled position instead of 36. Nearest upsampling followed by a 3×3
// convolution is the adjoint of such a convolution. With P the pooling, U = 4·Pᵀ the upsampling, C the convolution with w and
// S the folded one with box(w): S = P·C.
import { build, scale } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { inputOf, type GraphNode, type NodeOf } from '../graph/node.ts';
import { scaled } from '../graph/simplify.ts';
import { flipWeight, withBox, withBoxAdjoint } from '../graph/taps.ts';
import type { RewriteContext, RewriteRule } from '../graph/walk.ts';
import type { ConvGeometry, Pair } from '../ops/conv-geometry.ts';

/** 3×3, stride 1, padding 1: the size stays. */
const isSame3x3 = ({ kernelSize, stride, padding }: ConvGeometry): boolean =>
  kernelSize.every((size) => size === 3) && [...stride, ...padding].every((size) => size === 1);

const folded = (inputSize: Pair): ConvGeometry => ({
  inputSize,
  kernelSize: [4, 4],
  stride: [2, 2],
  padding: [1, 1],
});

type LinearMap = NodeOf<'Conv'> | NodeOf<'ConvInputGradient'>;

/** The weight of `map` as that of a convolution: an input gradient is the convolution with the flipped weight. */
const weightAsConv = (graph: Graph, map: LinearMap, weight: GraphNode): GraphNode =>
  map.op === 'Conv' ? weight : flipWeight(graph, weight);

/** P·C = S. */
function poolOfConv(
  node: NodeOf<'AveragePool2'>,
  { graph, rebuilt, usedOnce }: RewriteContext,
): GraphNode | undefined {
  const map = inputOf(node, 0);
  if ((map.op !== 'Conv' && map.op !== 'ConvInputGradient') || !isSame3x3(map.attributes)) return undefined;
  if (!usedOnce(map)) return undefined;
  const weight = withBox(graph, weightAsConv(graph, map, rebuilt(inputOf(map, 1))));
  const bias = map.inputs.slice(2).map(rebuilt);
  return build(graph, 'Conv', [rebuilt(inputOf(map, 0)), weight, ...bias], folded(map.attributes.inputSize));
}

/** C·U = 4·(P·Cᵀ)ᵀ: the adjoint of the folded convolution whose weight is that of Cᵀ. */
function convOfUpsampled(map: LinearMap, { graph, rebuilt }: RewriteContext): GraphNode | undefined {
  const x = rebuilt(inputOf(map, 0));
  const [source] = x.inputs;
  if (x.op !== 'Upsample2' || !source || !isSame3x3(map.attributes)) return undefined;
  const weight = rebuilt(inputOf(map, 1));
  const adjointWeight = withBox(graph, map.op === 'Conv' ? flipWeight(graph, weight) : weight);
  const bias = map.inputs.slice(2).map(rebuilt);
  // The gradient of pooling brings a factor 1/4, which the 4 cancels; otherwise the 4 joins the map of the taps.
  const operands = scaled(source)
    ? [scale(graph, source, 4), adjointWeight]
    : [source, scale(graph, adjointWeight, 4)];
  return build(graph, 'ConvInputGradient', [...operands, ...bias], folded(map.attributes.inputSize));
}

/** The derivative of the two forms above in w: the folded weight gradient, through the adjoint of the box. */
function weightGradient(
  node: NodeOf<'ConvWeightGradient'>,
  { graph, rebuilt }: RewriteContext,
): GraphNode | undefined {
  if (!isSame3x3(node.attributes)) return undefined;
  const x = rebuilt(inputOf(node, 0));
  const dy = rebuilt(inputOf(node, 1));
  const gradient = (large: GraphNode, small: GraphNode): GraphNode => {
    const [operand, factor] = scaled(small) ? [scale(graph, small, 4), 1] : [small, 4];
    const folding = build(graph, node.op, [large, operand], folded(node.attributes.inputSize));
    return scale(graph, withBoxAdjoint(graph, folding), factor);
  };
  if (dy.op === 'Upsample2') return gradient(x, inputOf(dy, 0));
  if (x.op === 'Upsample2') return flipWeight(graph, gradient(dy, inputOf(x, 0)));
  return undefined;
}

export const foldResampling: RewriteRule = (node, context) => {
  switch (node.op) {
    case 'AveragePool2':
      return poolOfConv(node, context);
    case 'Conv':
    case 'ConvInputGradient':
      return convOfUpsampled(node, context);
    case 'ConvWeightGradient':
      return weightGradient(node, context);
    default:
      return undefined;
  }
};
