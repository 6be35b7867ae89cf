// How each tfjs kernel is written down as graph nodes: a table by kernel name. A kernel that is missing here makes tfjs report
// its name; add a line.
import { util, type NamedAttrMap } from '@tensorflow/tfjs-core';
import { build, concat, matMul, reshape, slice, splat, split, transpose } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import type { DType, GraphNode, OperationName, Shape } from '../graph/node.ts';
import type { ConvGeometry } from '../ops/conv-geometry.ts';
import { CONV2D, CONV2D_INPUT_GRADIENT, CONV2D_WEIGHT_GRADIENT } from '../ops/conv2d.ts';
import { INSTANCE_NORM } from '../ops/instance-norm.ts';
import { LEAKY_RELU, LEAKY_RELU_GRADIENT, type LeakySlope } from '../ops/leaky-relu.ts';
import { AVERAGE_POOL2D, MAX_POOL2D, type PoolWindow } from '../ops/pool2d.ts';
import { REFLECT_PAD2D, type ReflectPadding } from '../ops/reflect-pad2d.ts';
import { AVERAGE_POOL2, UPSAMPLE2 } from '../ops/resample.ts';
import { RESIZE_BILINEAR, type ResizeTarget } from '../ops/resize-bilinear.ts';

export interface KernelCall {
  readonly graph: Graph;
  /** Operands by the names tfjs gives them. */
  readonly inputs: Readonly<Record<string, GraphNode>>;
  readonly attributes: NamedAttrMap;
}

type TraceKernel = (call: KernelCall) => GraphNode | GraphNode[];

function operand({ inputs }: KernelCall, name: string): GraphNode {
  const node = inputs[name];
  if (!node) throw new Error(`The kernel was called without its operand '${name}'.`);
  return node;
}

/** Attributes as tfjs's kernel_names.ts declares them for the kernel at hand. */
const attributesOf = <Attributes extends NamedAttrMap>(call: KernelCall): Attributes =>
  call.attributes as Attributes;

type Plain = {
  [Operation in OperationName]: Parameters<typeof build<Operation>>[3] extends Record<never, never>
    ? Operation
    : never;
}[OperationName];

const unary =
  (op: Plain): TraceKernel =>
  (call) =>
    build(call.graph, op, [operand(call, 'x')], {});

const binary =
  (op: Plain): TraceKernel =>
  (call) =>
    build(call.graph, op, [operand(call, 'a'), operand(call, 'b')], {});

const reduction =
  (op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax', axisAttribute: string): TraceKernel =>
  (call) => {
    const x = operand(call, 'x');
    const axes = util.parseAxisParam(call.attributes[axisAttribute] as number[], [...x.shape]);
    const reduced = build(call.graph, op, [x], { axes });
    return call.attributes['keepDims']
      ? reduced
      : reshape(
          call.graph,
          reduced,
          x.shape.filter((_, axis) => !axes.includes(axis)),
        );
  };

/** x times the slope mask of y. */
const masked = (graph: Graph, x: GraphNode, { y, slope }: { y: GraphNode; slope: number }): GraphNode =>
  build(graph, 'Mul', [x, build(graph, 'Slope', [y], { slope })], {});

/** tfjs takes a number for the first axis alone, and −1 for all that is left of an axis. */
function sliceOf(shape: Shape, begin: number | number[], size: number | number[]): [number[], number[]] {
  const starts = [begin].flat();
  const sizes = [size].flat();
  const first = shape.map((_, axis) => starts[axis] ?? 0);
  const full = shape.map((whole, axis) => {
    const asked = sizes[axis] ?? -1;
    return asked < 0 ? whole - (first[axis] ?? 0) : asked;
  });
  return [first, full];
}

const operands = (call: KernelCall): GraphNode[] => Object.values(call.inputs);

const elementwise: Record<string, TraceKernel> = {
  Abs: unary('Abs'),
  Exp: unary('Exp'),
  Floor: unary('Floor'),
  Log: unary('Log'),
  Neg: unary('Neg'),
  LogicalNot: unary('Not'),
  Reciprocal: unary('Reciprocal'),
  Relu: unary('Relu'),
  Sigmoid: unary('Sigmoid'),
  Sign: unary('Sign'),
  Softplus: unary('Softplus'),
  Sqrt: unary('Sqrt'),
  Tanh: unary('Tanh'),
  Identity: (call) => operand(call, 'x'),
  Log1p: (call) =>
    build(call.graph, 'Log', [build(call.graph, 'Add', [operand(call, 'x'), splat(call.graph, 1)], {})], {}),
  Rsqrt: (call) => build(call.graph, 'Reciprocal', [build(call.graph, 'Sqrt', [operand(call, 'x')], {})], {}),
  Square: (call) => build(call.graph, 'Mul', [operand(call, 'x'), operand(call, 'x')], {}),
  Step: (call) =>
    build(call.graph, 'Slope', [operand(call, 'x')], { slope: attributesOf<{ alpha: number }>(call).alpha }),
  LeakyRelu: (call) =>
    build(call.graph, 'LeakyRelu', [operand(call, 'x')], {
      slope: attributesOf<{ alpha: number }>(call).alpha,
    }),
  ClipByValue: (call) => {
    const { clipValueMin, clipValueMax } = attributesOf<{ clipValueMin: number; clipValueMax: number }>(call);
    return build(call.graph, 'Clip', [operand(call, 'x')], { min: clipValueMin, max: clipValueMax });
  },
  Cast: (call) =>
    build(call.graph, 'Cast', [operand(call, 'x')], { to: attributesOf<{ dtype: DType }>(call).dtype }),
  Add: binary('Add'),
  Sub: binary('Sub'),
  Multiply: binary('Mul'),
  RealDiv: binary('Div'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Pow: binary('Pow'),
  Greater: binary('Greater'),
  GreaterEqual: binary('GreaterOrEqual'),
  Less: binary('Less'),
  LessEqual: binary('LessOrEqual'),
  Equal: binary('Equal'),
  LogicalAnd: binary('And'),
  LogicalOr: binary('Or'),
  SquaredDifference: (call) => {
    const difference = build(call.graph, 'Sub', [operand(call, 'a'), operand(call, 'b')], {});
    return build(call.graph, 'Mul', [difference, difference], {});
  },
  AddN: (call) => operands(call).reduce((sum, term) => build(call.graph, 'Add', [sum, term], {})),
  Select: (call) =>
    build(call.graph, 'Where', [operand(call, 'condition'), operand(call, 't'), operand(call, 'e')], {}),
};

const creation: Record<string, TraceKernel> = {
  Fill: (call) => {
    const { shape, value, dtype } = attributesOf<{ shape: number[]; value: number; dtype: DType }>(call);
    return splat(call.graph, value, shape, dtype ?? 'float32');
  },
  OnesLike: (call) => splat(call.graph, 1, operand(call, 'x').shape, operand(call, 'x').dtype),
  ZerosLike: (call) => splat(call.graph, 0, operand(call, 'x').shape, operand(call, 'x').dtype),
};

const positiveAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

const inserted = (shape: Shape, axis: number): number[] => [...shape.slice(0, axis), 1, ...shape.slice(axis)];

const movement: Record<string, TraceKernel> = {
  Reshape: (call) => {
    const x = operand(call, 'x');
    const { shape } = attributesOf<{ shape: number[] }>(call);
    return reshape(call.graph, x, util.inferFromImplicitShape(shape, util.sizeFromShape([...x.shape])));
  },
  ExpandDims: (call) => {
    const x = operand(call, 'input');
    const axis = positiveAxis(attributesOf<{ dim: number }>(call).dim, x.shape.length + 1);
    return reshape(call.graph, x, inserted(x.shape, axis));
  },
  Transpose: (call) => transpose(call.graph, operand(call, 'x'), attributesOf<{ perm: number[] }>(call).perm),
  Slice: (call) => {
    const x = operand(call, 'x');
    const { begin, size } = attributesOf<{ begin: number | number[]; size: number | number[] }>(call);
    const [first, full] = sliceOf(x.shape, begin, size);
    return slice(call.graph, x, { begin: first, size: full });
  },
  PadV2: (call) => {
    const { paddings, constantValue } = attributesOf<{ paddings: [number, number][]; constantValue: number }>(
      call,
    );
    const before = paddings.map((border) => border[0]);
    const after = paddings.map((border) => border[1]);
    return build(call.graph, 'Pad', [operand(call, 'x')], { before, after, value: constantValue });
  },
  Concat: (call) => {
    const parts = operands(call);
    const rank = parts[0]?.shape.length ?? 0;
    return concat(call.graph, parts, positiveAxis(attributesOf<{ axis: number }>(call).axis, rank));
  },
  Pack: (call) => {
    const parts = operands(call);
    const axis = positiveAxis(attributesOf<{ axis: number }>(call).axis, (parts[0]?.shape.length ?? 0) + 1);
    return concat(
      call.graph,
      parts.map((part) => reshape(call.graph, part, inserted(part.shape, axis))),
      axis,
    );
  },
  Unpack: (call) => {
    const x = operand(call, 'value');
    const axis = positiveAxis(attributesOf<{ axis: number }>(call).axis, x.shape.length);
    const sizes = new Array<number>(x.shape[axis] ?? 0).fill(1);
    const bare = x.shape.filter((_, i) => i !== axis);
    return split(call.graph, x, { axis, sizes }).map((piece) => reshape(call.graph, piece, bare));
  },
  SplitV: (call) => {
    const x = operand(call, 'x');
    const { numOrSizeSplits, axis } = attributesOf<{ numOrSizeSplits: number | number[]; axis: number }>(
      call,
    );
    const along = positiveAxis(axis, x.shape.length);
    const count = x.shape[along] ?? 0;
    const sizes =
      typeof numOrSizeSplits === 'number'
        ? new Array<number>(numOrSizeSplits).fill(count / numOrSizeSplits)
        : numOrSizeSplits.map((size) =>
            size < 0 ? count - numOrSizeSplits.reduce((a, b) => a + b, 1) : size,
          );
    return split(call.graph, x, { axis: along, sizes });
  },
  Tile: (call) => {
    const x = operand(call, 'x');
    const { reps } = attributesOf<{ reps: number[] }>(call);
    const interleaved = x.shape.flatMap((size, axis) =>
      (reps[axis] ?? 1) > 1 && size > 1 ? [1, size] : [size],
    );
    const repeated = x.shape.flatMap((size, axis) => {
      const copies = reps[axis] ?? 1;
      return copies > 1 && size > 1 ? [copies, size] : [size * copies];
    });
    const expanded = build(call.graph, 'Expand', [reshape(call.graph, x, interleaved)], { shape: repeated });
    return reshape(
      call.graph,
      expanded,
      x.shape.map((size, axis) => size * (reps[axis] ?? 1)),
    );
  },
};

const reductions: Record<string, TraceKernel> = {
  Sum: reduction('ReduceSum', 'axis'),
  Mean: reduction('ReduceMean', 'axis'),
  Max: reduction('ReduceMax', 'reductionIndices'),
  Softmax: (call) => build(call.graph, 'Softmax', [operand(call, 'logits')], {}),
};

const linear: Record<string, TraceKernel> = {
  BatchMatMul: (call) =>
    matMul(
      call.graph,
      operand(call, 'a'),
      operand(call, 'b'),
      attributesOf<{ transposeA: boolean; transposeB: boolean }>(call),
    ),
  [CONV2D]: (call) => {
    const bias = call.inputs['bias'];
    const inputs = [operand(call, 'x'), operand(call, 'weight'), ...(bias ? [bias] : [])];
    return build(call.graph, 'Conv', inputs, attributesOf<ConvGeometry>(call));
  },
  [CONV2D_INPUT_GRADIENT]: (call) =>
    build(
      call.graph,
      'ConvInputGradient',
      [operand(call, 'dy'), operand(call, 'weight')],
      attributesOf<ConvGeometry>(call),
    ),
  [CONV2D_WEIGHT_GRADIENT]: (call) =>
    build(
      call.graph,
      'ConvWeightGradient',
      [operand(call, 'x'), operand(call, 'dy')],
      attributesOf<ConvGeometry>(call),
    ),
};

const ownOperations: Record<string, TraceKernel> = {
  [AVERAGE_POOL2]: unary('AveragePool2'),
  [UPSAMPLE2]: unary('Upsample2'),
  [LEAKY_RELU]: (call) =>
    build(call.graph, 'LeakyRelu', [operand(call, 'x')], attributesOf<LeakySlope>(call)),
  [LEAKY_RELU_GRADIENT]: (call) => {
    const { slope } = attributesOf<LeakySlope>(call);
    return masked(call.graph, operand(call, 'dy'), { y: operand(call, 'y'), slope });
  },
  [INSTANCE_NORM]: (call) => [
    build(call.graph, 'InstanceNorm', [operand(call, 'x')], {}),
    build(call.graph, 'InstanceNormScale', [operand(call, 'x')], {}),
  ],
  [MAX_POOL2D]: (call) =>
    build(call.graph, 'MaxPool2d', [operand(call, 'x')], attributesOf<PoolWindow>(call)),
  [AVERAGE_POOL2D]: (call) =>
    build(call.graph, 'AveragePool2d', [operand(call, 'x')], attributesOf<PoolWindow>(call)),
  [REFLECT_PAD2D]: (call) =>
    build(call.graph, 'ReflectPad', [operand(call, 'x')], attributesOf<ReflectPadding>(call)),
  [RESIZE_BILINEAR]: (call) =>
    build(call.graph, 'ResizeBilinear', [operand(call, 'x')], attributesOf<ResizeTarget>(call)),
};

export const traceKernels: Readonly<Record<string, TraceKernel>> = {
  ...elementwise,
  ...creation,
  ...movement,
  ...reductions,
  ...linear,
  ...ownOperations,
};
