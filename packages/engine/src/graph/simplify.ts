// Algebra on construction: arithmetic on constants, neutral and absorbing elements, and movements that cancel. Differentiation
// by tape makes thousands of such nodes; each rule here is an identity of real arithmetic that needs no further context.
import { build, reshape, scale, splat } from './build.ts';
import type { Graph } from './graph.ts';
import {
  sameShape,
  sizeOf,
  type AttributeTable,
  type GraphNode,
  type Matrix,
  type NodeOf,
  type OperationName,
  type Shape,
} from './node.ts';
import { broadcastShapes, inferType } from './operations.ts';

interface Site<Operation extends OperationName> {
  readonly graph: Graph;
  readonly inputs: readonly GraphNode[];
  readonly attributes: AttributeTable[Operation];
  /** The first two operands; a unary operation has its operand as both. */
  readonly a: GraphNode;
  readonly b: GraphNode;
}
type Rule<Operation extends OperationName> = (site: Site<Operation>) => GraphNode | undefined;

const isSplat = (node: GraphNode): node is NodeOf<'Splat'> => node.op === 'Splat';
const isZero = (node: GraphNode): boolean => isSplat(node) && node.attributes.value === 0;

/** The factor c of a product `x·c`, with x. */
export function scaled(node: GraphNode): { x: GraphNode; factor: number } | undefined {
  const [x, factor] = node.inputs;
  if (node.op !== 'Mul' || !x || !factor || !isSplat(factor) || !sameShape(x.shape, node.shape))
    return undefined;
  return { x, factor: factor.attributes.value };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const unaryFunctions: { readonly [Operation in OperationName]?: (x: number) => number } = {
  Abs: Math.abs,
  Exp: Math.exp,
  Log: Math.log,
  Reciprocal: (x) => 1 / x,
  Relu: (x) => Math.max(x, 0),
  Sigmoid: sigmoid,
  Sign: Math.sign,
  Softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  Sqrt: Math.sqrt,
  Tanh: Math.tanh,
};

const binaryFunctions: { readonly [Operation in OperationName]?: (a: number, b: number) => number } = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
  Pow: Math.pow,
};

const expand = (graph: Graph, x: GraphNode, shape: Shape): GraphNode =>
  build(graph, 'Expand', [x], { shape });

/** A broadcast operand before its broadcasting, where the other operand supplies the shape anyway. */
function unexpanded(graph: Graph, node: GraphNode, other: GraphNode, shape: Shape): GraphNode {
  if (isSplat(node) && node.shape.length > 0 && sameShape(other.shape, shape))
    return splat(graph, node.attributes.value, [], node.dtype);
  const [source] = node.inputs;
  const bare = node.op === 'Expand' && source && sameShape(broadcastShapes(source.shape, other.shape), shape);
  return bare ? source : node;
}

type Arithmetic = 'Add' | 'Sub' | 'Mul' | 'Div' | 'Max' | 'Min' | 'Pow';

/** Identities with a constant second operand. */
const withConstant: {
  readonly [Operation in Arithmetic]?: (graph: Graph, x: GraphNode, c: number) => GraphNode | undefined;
} = {
  Add: (_, x, c) => (c === 0 ? x : undefined),
  Sub: (graph, x, c) => build(graph, 'Add', [x, splat(graph, -c)], {}),
  Mul: (graph, x, c) => {
    if (c === 1) return x;
    if (c === 0) return splat(graph, 0, x.shape);
    const inner = scaled(x);
    if (inner) return scale(graph, inner.x, inner.factor * c);
    // A factor is cheaper before upsampling.
    const [source] = x.inputs;
    return x.op === 'Upsample2' && source
      ? build(graph, 'Upsample2', [scale(graph, source, c)], {})
      : undefined;
  },
  Div: (graph, x, c) => scale(graph, x, 1 / c),
  Pow: (graph, x, c) => {
    if (c === 1) return x;
    if (c === 2) return build(graph, 'Mul', [x, x], {});
    return c === 0.5 ? build(graph, 'Sqrt', [x], {}) : undefined;
  },
};

const commutes = (op: Arithmetic): boolean => op === 'Add' || op === 'Mul';

const arithmetic =
  <Operation extends Arithmetic>(op: Operation): Rule<Operation> =>
  ({ graph, a: left, b: right }) => {
    if (left.dtype !== 'float32') return undefined;
    const { shape } = inferType<Arithmetic>(op, [left, right], {});
    let a = unexpanded(graph, left, right, shape);
    let b = unexpanded(graph, right, a, shape);
    const evaluate = binaryFunctions[op];
    if (isSplat(a) && isSplat(b) && evaluate)
      return splat(graph, Math.fround(evaluate(a.attributes.value, b.attributes.value)), shape);
    // One order for commuting operands lets equal sums and products merge; a constant comes second.
    if (commutes(op) && (isSplat(a) || (!isSplat(b) && a.id > b.id))) [a, b] = [b, a];
    if (isSplat(b) && !sameShape(a.shape, shape)) {
      const constant = splat(graph, b.attributes.value);
      return expand(graph, build<Arithmetic>(graph, op, [a, constant], {}), shape);
    }
    const simpler = isSplat(b) ? withConstant[op]?.(graph, a, b.attributes.value) : undefined;
    if (simpler) return simpler;
    if ((op === 'Mul' || op === 'Div') && isZero(a)) return splat(graph, 0, shape);
    if (op === 'Sub' && a === b) return splat(graph, 0, shape);
    if (op === 'Sub' && isZero(a)) return expand(graph, scale(graph, b, -1), shape);
    return a === left && b === right ? undefined : build<Arithmetic>(graph, op, [a, b], {});
  };

const unaryOnSplat =
  <Operation extends OperationName>(op: Operation): Rule<Operation> =>
  ({ graph, a }) => {
    const evaluate = unaryFunctions[op];
    return isSplat(a) && evaluate
      ? splat(graph, Math.fround(evaluate(a.attributes.value)), a.shape)
      : undefined;
  };

/** Sums, means and maxima over axes of size 1 or along which the operand only repeats itself. */
const reduction =
  (op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax'): Rule<'ReduceSum' | 'ReduceMean' | 'ReduceMax'> =>
  ({ graph, a, attributes }) => {
    const [source = a] = a.inputs;
    const added = a.shape.length - source.shape.length;
    const repeats = (axis: number): boolean =>
      isSplat(a) || (a.op === 'Expand' && (axis < added || source.shape[axis - added] === 1));
    const constant = attributes.axes.filter((axis) => repeats(axis) || a.shape[axis] === 1);
    if (constant.length === 0) return attributes.axes.length === 0 ? a : undefined;
    const shape = a.shape.map((size, axis) => (constant.includes(axis) ? 1 : size));
    const count = sizeOf(a.shape) / sizeOf(shape);
    const bare = a.op === 'Expand' ? source : a;
    const kept = a.op === 'Expand' || isSplat(a) ? expand(graph, bare, shape) : reshape(graph, a, shape);
    const axes = attributes.axes.filter((axis) => !constant.includes(axis));
    return build(graph, op, [op === 'ReduceSum' ? scale(graph, kept, count) : kept], { axes });
  };

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    (b[0] ?? []).map((_, column) => row.reduce((sum, value, k) => sum + value * (b[k]?.[column] ?? 0), 0)),
  );

const times = (matrix: Matrix, factor: number): Matrix =>
  matrix.map((row) => row.map((value) => value * factor));

const isIdentity = (matrix: Matrix): boolean =>
  matrix.every(
    (row, i) => row.length === matrix.length && row.every((value, j) => value === (i === j ? 1 : 0)),
  );

/** Chains of maps on taps become one, factors join the matrix, and a flip of a flip disappears. */
function transformTaps({ graph, a, attributes }: Site<'TransformTaps'>): GraphNode | undefined {
  if (isIdentity(attributes.matrix) && !attributes.swap) return a;
  const [source] = a.inputs;
  if (a.op === 'TransformTaps' && source)
    return build(graph, 'TransformTaps', [source], {
      matrix: product(a.attributes.matrix, attributes.matrix),
      kernelSize: attributes.kernelSize,
      swap: a.attributes.swap !== attributes.swap,
    });
  const inner = scaled(a);
  if (!inner) return undefined;
  return build(graph, 'TransformTaps', [inner.x], {
    ...attributes,
    matrix: times(attributes.matrix, inner.factor),
  });
}

/** A transposed matrix is multiplied as it lies. */
function matMul(site: Site<'MatMul'>): GraphNode | undefined {
  const { graph, inputs, a, b, attributes } = site;
  const transposed = (node: GraphNode): GraphNode | undefined =>
    node.op === 'Transpose' && node.shape.length === 2 ? node.inputs[0] : undefined;
  const sourceA = transposed(a);
  const sourceB = transposed(b);
  if (!sourceA && !sourceB) return zeroWhenAnyIsZero('MatMul')(site);
  return build(graph, 'MatMul', [sourceA ?? a, sourceB ?? b, ...inputs.slice(2)], {
    transposeA: attributes.transposeA !== Boolean(sourceA),
    transposeB: attributes.transposeB !== Boolean(sourceB),
  });
}

/** True when moving axes leaves the elements in order: only axes of size 1 change places. */
function keepsOrder(shape: Shape, permutation: readonly number[]): boolean {
  const moved = permutation.filter((axis) => shape[axis] !== 1);
  return moved.every((axis, index) => index === 0 || axis > (moved[index - 1] ?? -1));
}

const zeroWhenAnyIsZero =
  <Operation extends 'Conv' | 'ConvInputGradient' | 'ConvWeightGradient' | 'MatMul'>(
    op: Operation,
  ): Rule<Operation> =>
  ({ graph, inputs, a, b, attributes }) =>
    inputs.length === 2 && (isZero(a) || isZero(b))
      ? splat(graph, 0, graph.node<OperationName>(op, inputs, attributes).shape)
      : undefined;

const rules: { readonly [Operation in OperationName]?: Rule<Operation> } = {
  Abs: unaryOnSplat('Abs'),
  Exp: unaryOnSplat('Exp'),
  Log: unaryOnSplat('Log'),
  Reciprocal: unaryOnSplat('Reciprocal'),
  Relu: unaryOnSplat('Relu'),
  Sigmoid: unaryOnSplat('Sigmoid'),
  Sign: unaryOnSplat('Sign'),
  Softplus: unaryOnSplat('Softplus'),
  Sqrt: unaryOnSplat('Sqrt'),
  Tanh: unaryOnSplat('Tanh'),
  Neg: ({ graph, a }) => (a.dtype === 'float32' ? scale(graph, a, -1) : undefined),
  Cast: ({ graph, a, attributes }) => {
    if (a.dtype === attributes.to) return a;
    if (!isSplat(a)) return undefined;
    const value = attributes.to === 'bool' ? Number(a.attributes.value !== 0) : a.attributes.value;
    return splat(graph, attributes.to === 'int32' ? Math.trunc(value) : value, a.shape, attributes.to);
  },
  Add: arithmetic('Add'),
  Sub: arithmetic('Sub'),
  Mul: arithmetic('Mul'),
  Div: arithmetic('Div'),
  Max: arithmetic('Max'),
  Min: arithmetic('Min'),
  Pow: arithmetic('Pow'),
  Reshape: ({ graph, a, attributes: { shape } }) => {
    if (sameShape(a.shape, shape)) return a;
    if (isSplat(a)) return splat(graph, a.attributes.value, shape, a.dtype);
    const [source] = a.inputs;
    return a.op === 'Reshape' && source ? reshape(graph, source, shape) : undefined;
  },
  Expand: ({ graph, a, attributes: { shape } }) => {
    if (sameShape(a.shape, shape)) return a;
    if (isSplat(a)) return splat(graph, a.attributes.value, shape, a.dtype);
    const [source] = a.inputs;
    return a.op === 'Expand' && source ? expand(graph, source, shape) : undefined;
  },
  Transpose: ({ graph, a, attributes: { permutation } }) => {
    const shape = permutation.map((axis) => a.shape[axis] ?? 1);
    if (isSplat(a)) return splat(graph, a.attributes.value, shape, a.dtype);
    if (keepsOrder(a.shape, permutation)) return reshape(graph, a, shape);
    const [source] = a.inputs;
    if (a.op !== 'Transpose' || !source) return undefined;
    const inner = a.attributes.permutation;
    return build(graph, 'Transpose', [source], { permutation: permutation.map((axis) => inner[axis] ?? 0) });
  },
  Slice: ({ graph, a, attributes: { size } }) => {
    if (sameShape(a.shape, size)) return a;
    return isSplat(a) ? splat(graph, a.attributes.value, size, a.dtype) : undefined;
  },
  Part: ({ graph, a, attributes: { index } }) => {
    const [source] = a.inputs;
    if (a.op !== 'Split' || !source) return undefined;
    const { axis, sizes } = a.attributes;
    const shape = a.shape.map((full, i) => (i === axis ? (sizes[index] ?? full) : full));
    return isSplat(source) ? splat(graph, source.attributes.value, shape, source.dtype) : undefined;
  },
  Concat: ({ inputs, a }) => (inputs.length === 1 ? a : undefined),
  Pad: ({ a, attributes: { before, after } }) =>
    [...before, ...after].every((n) => n === 0) ? a : undefined,
  ReduceSum: reduction('ReduceSum'),
  ReduceMean: reduction('ReduceMean'),
  ReduceMax: reduction('ReduceMax'),
  Conv: zeroWhenAnyIsZero('Conv'),
  ConvInputGradient: zeroWhenAnyIsZero('ConvInputGradient'),
  ConvWeightGradient: zeroWhenAnyIsZero('ConvWeightGradient'),
  MatMul: matMul,
  TransformTaps: transformTaps,
  AveragePool2: ({ graph, a }) => {
    const shape = a.shape.map((size, axis) => (axis < 2 ? size : size / 2));
    if (isSplat(a)) return splat(graph, a.attributes.value, shape);
    const inner = scaled(a);
    if (inner && sameShape(inner.x.shape, a.shape))
      return scale(graph, build(graph, 'AveragePool2', [inner.x], {}), inner.factor);
    return a.op === 'Upsample2' ? a.inputs[0] : undefined;
  },
  Upsample2: ({ graph, a }) =>
    isSplat(a)
      ? splat(
          graph,
          a.attributes.value,
          a.shape.map((size, axis) => (axis < 2 ? size : size * 2)),
        )
      : undefined,
};

/** Something equal to `op` applied to `inputs`, or undefined when there is nothing to simplify. */
export function simplify<Operation extends OperationName>(
  graph: Graph,
  op: Operation,
  inputs: readonly GraphNode[],
  attributes: AttributeTable[Operation],
): GraphNode | undefined {
  const rule: Rule<Operation> | undefined = rules[op];
  const [a, b = a] = inputs;
  return rule && a && b ? rule({ graph, inputs, attributes, a, b }) : undefined;
}
