// What every operation of the graph makes of its operands' shapes and types. Nodes get their shape here and nowhere else, and
// `verify` asks again.
import { convOutputSize } from '../ops/conv-geometry.ts';
import { poolOutputSize } from '../ops/pool2d.ts';
import {
  dimensions4,
  sameShape,
  sizeOf,
  type AttributeTable,
  type DType,
  type GraphNode,
  type OperationName,
  type Shape,
} from './node.ts';

export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

type Operands = readonly GraphNode[];
type Inference<Operation extends OperationName> = (
  operands: Operands,
  attributes: AttributeTable[Operation],
) => TensorType;

function operand(operands: Operands, index: number): GraphNode {
  const node = operands[index];
  if (!node) throw new Error(`operand ${index} is missing`);
  return node;
}

/** NumPy's broadcasting. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      throw new Error(`[${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
    return left === 1 ? right : left;
  });
}

const unary = (operands: Operands): TensorType => {
  const { shape, dtype } = operand(operands, 0);
  return { shape, dtype };
};

const binary = (operands: Operands): TensorType => ({
  shape: broadcastShapes(operand(operands, 0).shape, operand(operands, 1).shape),
  dtype: operand(operands, 0).dtype,
});

const comparison = (operands: Operands): TensorType => ({ ...binary(operands), dtype: 'bool' });

const reduction = (operands: Operands, { axes }: { axes: readonly number[] }): TensorType => {
  const { shape, dtype } = operand(operands, 0);
  return { shape: shape.map((size, axis) => (axes.includes(axis) ? 1 : size)), dtype };
};

/** Matrices of two equal batches, or of one batch with one matrix. */
function matMul(operands: Operands, attributes: AttributeTable['MatMul']): TensorType {
  const a = operand(operands, 0).shape;
  const b = operand(operands, 1).shape;
  const [m, k] = attributes.transposeA ? [a.at(-1), a.at(-2)] : [a.at(-2), a.at(-1)];
  const [kOfB, n] = attributes.transposeB ? [b.at(-1), b.at(-2)] : [b.at(-2), b.at(-1)];
  const batch = a.slice(0, -2);
  const fits = b.length === 2 || sameShape(batch, b.slice(0, -2));
  if (m === undefined || n === undefined || k !== kOfB || !fits)
    throw new Error(`[${a.join(', ')}] and [${b.join(', ')}] do not multiply`);
  return { shape: [...batch, m, n], dtype: 'float32' };
}

function concat(operands: Operands, { axis }: { axis: number }): TensorType {
  const { shape, dtype } = operand(operands, 0);
  const total = operands.reduce((sum, { shape: other }) => sum + (other[axis] ?? 0), 0);
  for (const { shape: other } of operands)
    if (!other.every((size, i) => i === axis || size === shape[i]))
      throw new Error(`[${other.join(', ')}] does not join [${shape.join(', ')}] along axis ${axis}`);
  return { shape: shape.map((size, i) => (i === axis ? total : size)), dtype };
}

const sameSize = (operands: Operands, shape: Shape): TensorType => {
  const given = operand(operands, 0);
  if (sizeOf(given.shape) !== sizeOf(shape))
    throw new Error(`[${given.shape.join(', ')}] cannot take the shape [${shape.join(', ')}]`);
  return { shape, dtype: given.dtype };
};

const resized =
  (scale: number) =>
  (operands: Operands): TensorType => {
    const [n, c, h, w] = dimensions4(operand(operands, 0).shape);
    return { shape: [n, c, h * scale, w * scale], dtype: 'float32' };
  };

const pooled = (operands: Operands, window: AttributeTable['MaxPool2d']): TensorType => {
  const [n, c, ...size] = dimensions4(operand(operands, 0).shape);
  return { shape: [n, c, ...poolOutputSize([n, c, ...size], window)], dtype: 'float32' };
};

/** The result type by operation. Each entry throws when the operands do not fit. */
const inference: { readonly [Operation in OperationName]: Inference<Operation> } = {
  Input: (_, { shape }) => ({ shape, dtype: 'float32' }),
  Constant: (_, { shape, dtype }) => ({ shape, dtype }),
  Splat: (_, { shape, dtype }) => ({ shape, dtype }),
  Abs: unary,
  Exp: unary,
  Floor: unary,
  Log: unary,
  Neg: unary,
  Not: unary,
  Reciprocal: unary,
  Relu: unary,
  Sigmoid: unary,
  Sign: unary,
  Softplus: unary,
  Sqrt: unary,
  Tanh: unary,
  LeakyRelu: unary,
  Slope: unary,
  Clip: unary,
  Cast: (operands, { to }) => ({ ...unary(operands), dtype: to }),
  Add: binary,
  Sub: binary,
  Mul: binary,
  Div: binary,
  Max: binary,
  Min: binary,
  Pow: binary,
  Greater: comparison,
  GreaterOrEqual: comparison,
  Less: comparison,
  LessOrEqual: comparison,
  Equal: comparison,
  And: comparison,
  Or: comparison,
  Where: (operands) => {
    const branches = binary(operands.slice(1));
    return { ...branches, shape: broadcastShapes(operand(operands, 0).shape, branches.shape) };
  },
  Reshape: (operands, { shape }) => sameSize(operands, shape),
  Expand: (operands, { shape }) => {
    if (!sameShape(broadcastShapes(operand(operands, 0).shape, shape), shape))
      throw new Error(`[${operand(operands, 0).shape.join(', ')}] does not expand to [${shape.join(', ')}]`);
    return { ...unary(operands), shape };
  },
  Transpose: (operands, { permutation }) => {
    const { shape, dtype } = operand(operands, 0);
    return { shape: permutation.map((axis) => shape[axis] ?? 1), dtype };
  },
  Slice: (operands, { begin, size, step }) => {
    const { shape, dtype } = operand(operands, 0);
    const last = size.map((count, axis) => (begin[axis] ?? 0) + (count - 1) * (step[axis] ?? 1));
    if (last.some((index, axis) => index >= (shape[axis] ?? 0)))
      throw new Error(`the slice [${begin.join(', ')}] + [${size.join(', ')}] leaves [${shape.join(', ')}]`);
    return { shape: size, dtype };
  },
  Concat: concat,
  Split: (operands, { axis, sizes }) => {
    const { shape, dtype } = operand(operands, 0);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (total !== shape[axis])
      throw new Error(`parts of ${total} in all do not make up [${shape.join(', ')}]`);
    return { shape, dtype };
  },
  Part: (operands, { index }) => {
    const split = operand(operands, 0);
    const size = split.op === 'Split' ? split.attributes.sizes[index] : undefined;
    if (split.op !== 'Split' || size === undefined) throw new Error(`no part ${index} of a ${split.op}`);
    const { axis } = split.attributes;
    return { shape: split.shape.map((full, i) => (i === axis ? size : full)), dtype: split.dtype };
  },
  Pad: (operands, { before, after }) => {
    const { shape, dtype } = operand(operands, 0);
    return { shape: shape.map((size, axis) => size + (before[axis] ?? 0) + (after[axis] ?? 0)), dtype };
  },
  ReflectPad: (operands, { padding }) => {
    const [n, c, h, w] = dimensions4(operand(operands, 0).shape);
    return { shape: [n, c, h + 2 * padding, w + 2 * padding], dtype: 'float32' };
  },
  SpaceToDepth2: (operands) => {
    const [n, c, h, w] = dimensions4(operand(operands, 0).shape);
    return { shape: [n, 4 * c, h / 2, w / 2], dtype: 'float32' };
  },
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  Softmax: unary,
  MatMul: matMul,
  Conv: (operands, geometry) => {
    const [n] = dimensions4(operand(operands, 0).shape);
    const [o] = dimensions4(operand(operands, 1).shape);
    return { shape: [n, o, ...convOutputSize(geometry)], dtype: 'float32' };
  },
  ConvInputGradient: (operands, { inputSize }) => {
    const [n] = dimensions4(operand(operands, 0).shape);
    const [, channels] = dimensions4(operand(operands, 1).shape);
    return { shape: [n, channels, ...inputSize], dtype: 'float32' };
  },
  ConvWeightGradient: (operands, { kernelSize }) => {
    const [, channels] = dimensions4(operand(operands, 0).shape);
    const [, outputs] = dimensions4(operand(operands, 1).shape);
    return { shape: [outputs, channels, ...kernelSize], dtype: 'float32' };
  },
  TransformTaps: (operands, { matrix, kernelSize, swap }) => {
    const [a, b, h, w] = dimensions4(operand(operands, 0).shape);
    if (matrix.length !== h * w || matrix[0]?.length !== kernelSize[0] * kernelSize[1])
      throw new Error(
        `a ${matrix.length}×${matrix[0]?.length} matrix does not map ${h}×${w} taps to ${kernelSize.join('×')}`,
      );
    return { shape: [...(swap ? [b, a] : [a, b]), ...kernelSize], dtype: 'float32' };
  },
  AveragePool2: resized(1 / 2),
  Upsample2: resized(2),
  InstanceNorm: unary,
  InstanceNormScale: (operands) => {
    const [n, c] = dimensions4(operand(operands, 0).shape);
    return { shape: [n, c, 1, 1], dtype: 'float32' };
  },
  NormaliseRows: unary,
  NormaliseRowsScale: (operands) => ({ shape: [operand(operands, 0).shape[0] ?? 1, 1], dtype: 'float32' }),
  MaxPool2d: pooled,
  AveragePool2d: pooled,
  ResizeBilinear: (operands, { size }) => {
    const [n, c] = dimensions4(operand(operands, 0).shape);
    return { shape: [n, c, ...size], dtype: 'float32' };
  },
};

/** The type of `op` applied to `operands`. Throws an Error that names the operation when they do not fit. */
export function inferType<Operation extends OperationName>(
  op: Operation,
  operands: Operands,
  attributes: AttributeTable[Operation],
): TensorType {
  try {
    return inference[op](operands, attributes);
  } catch (error) {
    throw new Error(`${op}: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}
