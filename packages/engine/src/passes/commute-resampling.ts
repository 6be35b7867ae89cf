// A 1×1 convolution mixes channels, average pooling and nearest upsampling move between resolutions: they commute, and the
// convolution is four times cheaper at the lower resolution. The same holds for its two gradients.
import { build, scale } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { inputOf, type GraphNode, type NodeOf } from '../graph/node.ts';
import type { RewriteContext, RewriteRule } from '../graph/walk.ts';
import type { ConvGeometry } from '../ops/conv-geometry.ts';

const isPointwise = ({ kernelSize, stride, padding }: ConvGeometry): boolean =>
  [...kernelSize, ...stride].every((size) => size === 1) && padding.every((size) => size === 0);

const withInputSize = (geometry: ConvGeometry, factor: number): ConvGeometry => ({
  ...geometry,
  inputSize: [geometry.inputSize[0] * factor, geometry.inputSize[1] * factor],
});

type LinearMap = NodeOf<'Conv'> | NodeOf<'ConvInputGradient'>;

const isPointwiseMap = (node: GraphNode): node is LinearMap =>
  (node.op === 'Conv' || node.op === 'ConvInputGradient') && isPointwise(node.attributes);

/** The map at another resolution, on `x` instead of its first operand. A bias commutes too: both resamplings keep constants. */
function mapAt(
  node: LinearMap,
  x: GraphNode,
  { context, factor }: { context: RewriteContext; factor: number },
): GraphNode {
  const rest = node.inputs.slice(1).map(context.rebuilt);
  return build(context.graph, node.op, [x, ...rest], withInputSize(node.attributes, factor));
}

const pool = (graph: Graph, x: GraphNode): GraphNode => build(graph, 'AveragePool2', [x], {});
const upsample = (graph: Graph, x: GraphNode): GraphNode => build(graph, 'Upsample2', [x], {});

/** pool(W x) = W pool(x). */
function poolBeforeMap(node: NodeOf<'AveragePool2'>, context: RewriteContext): GraphNode | undefined {
  const map = inputOf(node, 0);
  if (!isPointwiseMap(map) || !context.usedOnce(map)) return undefined;
  const pooled = pool(context.graph, context.rebuilt(inputOf(map, 0)));
  return mapAt(map, pooled, { context, factor: 1 / 2 });
}

/** W upsample(x) = upsample(W x). */
function mapBeforeUpsampling(map: LinearMap, context: RewriteContext): GraphNode | undefined {
  const x = context.rebuilt(inputOf(map, 0));
  const [source] = x.inputs;
  if (!isPointwiseMap(map) || x.op !== 'Upsample2' || !source) return undefined;
  return upsample(context.graph, mapAt(map, source, { context, factor: 1 / 2 }));
}

/** Σ x · upsample(d)ᵀ = 4 Σ pool(x) · dᵀ, and with the roles exchanged. */
function poolWeightGradient(
  node: NodeOf<'ConvWeightGradient'>,
  { graph, rebuilt }: RewriteContext,
): GraphNode | undefined {
  if (!isPointwise(node.attributes)) return undefined;
  const x = rebuilt(inputOf(node, 0));
  const dy = rebuilt(inputOf(node, 1));
  const geometry = withInputSize(node.attributes, 1 / 2);
  if (dy.op === 'Upsample2')
    return build(graph, node.op, [pool(graph, x), scale(graph, inputOf(dy, 0), 4)], geometry);
  if (x.op === 'Upsample2')
    return build(graph, node.op, [inputOf(x, 0), scale(graph, pool(graph, dy), 4)], geometry);
  return undefined;
}

export const commuteResampling: RewriteRule = (node, context) => {
  switch (node.op) {
    case 'AveragePool2':
      return poolBeforeMap(node, context);
    case 'Conv':
    case 'ConvInputGradient':
      return mapBeforeUpsampling(node, context);
    case 'ConvWeightGradient':
      return poolWeightGradient(node, context);
    default:
      return undefined;
  }
};
