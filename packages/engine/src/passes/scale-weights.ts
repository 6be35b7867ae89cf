// A factor on an image (the 1/√2 of residual blocks, the 4 of an upsampling's gradient) moves to the weight of the
// convolution before or after it, which is smaller, and often to the map of its taps, where it is free.
import { build, scale } from '../graph/build.ts';
import { inputOf, sameShape, sizeOf, type GraphNode } from '../graph/node.ts';
import { scaled } from '../graph/simplify.ts';
import type { RewriteContext, RewriteRule } from '../graph/walk.ts';

/** c·(W x + b) = (c·W) x + c·b; a sum passes the factor on when both terms can take it. */
function absorbed(node: GraphNode, factor: number, context: RewriteContext): GraphNode | undefined {
  const { graph, rebuilt, usedOnce } = context;
  if (!usedOnce(node)) return undefined;
  if (node.op === 'Add') {
    const [a, b] = [inputOf(node, 0), inputOf(node, 1)];
    if (!sameShape(a.shape, b.shape)) return undefined;
    const terms = [absorbed(a, factor, context), absorbed(b, factor, context)];
    return terms[0] && terms[1] ? build(graph, 'Add', [terms[0], terms[1]], {}) : undefined;
  }
  if (node.op !== 'Conv' && node.op !== 'ConvInputGradient') return undefined;
  const [x, ...weights] = node.inputs.map(rebuilt);
  const weight = inputOf(node, 1);
  if (!x || (weight.op !== 'TransformTaps' && sizeOf(weight.shape) > sizeOf(node.shape))) return undefined;
  const operands = [x, ...weights.map((operand) => scale(graph, operand, factor))];
  return build(graph, node.op, operands, node.attributes);
}

/** Operands without the factor of one of them, or undefined when none has a factor worth moving. */
function unscaled(
  operands: readonly GraphNode[],
  weightSize: number,
): { operands: GraphNode[]; factor: number } | undefined {
  let factor = 1;
  const bare = operands.map((operand) => {
    const inner = sizeOf(operand.shape) > weightSize ? scaled(operand) : undefined;
    factor *= inner?.factor ?? 1;
    return inner?.x ?? operand;
  });
  return factor === 1 ? undefined : { operands: bare, factor };
}

export const scaleWeights: RewriteRule = (node, context) => {
  const { graph, rebuilt } = context;
  switch (node.op) {
    case 'Mul': {
      const product = scaled(node);
      return product && absorbed(product.x, product.factor, context);
    }
    case 'ConvInputGradient': {
      const weight = rebuilt(inputOf(node, 1));
      const bare = unscaled([rebuilt(inputOf(node, 0))], sizeOf(weight.shape));
      if (!bare || node.inputs.length > 2) return undefined;
      return build(graph, node.op, [...bare.operands, scale(graph, weight, bare.factor)], node.attributes);
    }
    case 'ConvWeightGradient': {
      const bare = unscaled(node.inputs.map(rebuilt), sizeOf(node.shape));
      return bare && scale(graph, build(graph, node.op, bare.operands, node.attributes), bare.factor);
    }
    case 'ReduceSum': {
      const product = scaled(rebuilt(inputOf(node, 0)));
      return product && scale(graph, build(graph, node.op, [product.x], node.attributes), product.factor);
    }
    default:
      return undefined;
  }
};
