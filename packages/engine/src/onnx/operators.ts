// Which ONNX operator computes each lowered node. Operators are those of opset 17 and, for batched products with transposes,
// ONNX Runtime's FusedMatMul.
import { inputOf, type GraphNode, type NodeOf, type Shape } from '../graph/node.ts';
import { convOutputSize, type ConvGeometry } from '../ops/conv-geometry.ts';
import { INSTANCE_NORM_EPSILON } from '../ops/instance-norm.ts';
import type { OperatorLimits } from './limits.ts';
import type { OnnxAttribute, OnnxNode } from './model.ts';
import { pushBatchedProduct, pushBlocksAsChannels, pushStep } from './substitutes.ts';

export interface Emission {
  /** Names of the operands and of the result. */
  readonly inputs: readonly string[];
  readonly output: string;
  /** Names of stored constants. */
  readonly integers: (values: readonly number[]) => string;
  readonly floats: (values: readonly number[], shape: Shape) => string;
  readonly limits: OperatorLimits;
  readonly push: (
    op: string,
    inputs: readonly string[],
    options?: {
      outputs?: readonly string[];
      attributes?: Readonly<Record<string, OnnxAttribute>>;
      domain?: NonNullable<OnnxNode['domain']>;
    },
  ) => void;
}

/** ONNX repeats paddings: all beginnings, then all ends. */
const bothSides = ([vertical, horizontal]: ConvGeometry['padding']): number[] => [
  vertical,
  horizontal,
  vertical,
  horizontal,
];

function pushConv(node: NodeOf<'Conv'>, emission: Emission): void {
  const { stride, padding, kernelSize } = node.attributes;
  emission.push('Conv', widened(node, emission), {
    attributes: { pads: bothSides(padding), strides: stride, kernel_shape: kernelSize },
  });
}

/** The operands of a convolution, image and weight with as many channels of zeros more as the provider needs. */
function widened(node: NodeOf<'Conv'>, { inputs, output, integers, floats, push, limits }: Emission) {
  const [outputs = 0, channels = 0] = inputOf(node, 1).shape;
  const missing = limits.convChannels({ channels, outputs }) - channels;
  if (missing === 0) return inputs;
  const pads = integers([0, 0, 0, 0, 0, missing, 0, 0]);
  return inputs.map((operand, position) => {
    if (position > 1) return operand; // the bias
    const name = `${output}:widened${position}`;
    push('Pad', [operand, pads, floats([0], [])], { outputs: [name] });
    return name;
  });
}

function pushConvTranspose(
  { attributes: geometry }: NodeOf<'ConvInputGradient'>,
  { inputs, push }: Emission,
): void {
  const { stride, padding, kernelSize, inputSize } = geometry;
  const outputSize = convOutputSize(geometry);
  // Rows and columns at the end that no kernel position of the forward convolution reached.
  const unreached = inputSize.map(
    (size, axis) =>
      size +
      2 * (padding[axis] ?? 0) -
      (kernelSize[axis] ?? 1) -
      ((outputSize[axis] ?? 1) - 1) * (stride[axis] ?? 1),
  );
  push('ConvTranspose', inputs, {
    attributes: {
      pads: bothSides(padding),
      strides: stride,
      kernel_shape: kernelSize,
      ...(unreached.some((size) => size > 0) && { output_padding: unreached }),
    },
  });
}

function pushMatMul(node: NodeOf<'MatMul'>, emission: Emission): void {
  const { attributes, shape, inputs } = node;
  const transposes = { transA: Number(attributes.transposeA), transB: Number(attributes.transposeB) };
  if (shape.length === 2) emission.push('Gemm', emission.inputs, { attributes: transposes });
  else if (inputs.length > 2) throw new Error('A batched product takes no bias.');
  else if (emission.limits.lacks.has('FusedMatMul')) pushBatchedProduct(node, emission);
  else emission.push('FusedMatMul', emission.inputs, { attributes: transposes, domain: 'com.microsoft' });
}

/** Only the axes that are cut are named. */
function pushSlice(node: NodeOf<'Slice'>, { inputs: [x = ''], integers, push }: Emission): void {
  const { begin, size, step } = node.attributes;
  const source = inputOf(node, 0).shape;
  const axes = source.map((_, axis) => axis).filter((axis) => size[axis] !== source[axis]);
  const pick = (values: readonly number[]): string => integers(axes.map((axis) => values[axis] ?? 0));
  const end = size.map((count, axis) => (begin[axis] ?? 0) + (count - 1) * (step[axis] ?? 1) + 1);
  push('Slice', [x, pick(begin), pick(end), integers(axes), pick(step)]);
}

/** Name of one result of the split named `split`. */
export const partName = (split: string, index: number): string => `${split}:part${index}`;

/** One operator, or a slice a part where those are more than an operator may write. */
function pushSplit({ attributes: { axis, sizes } }: NodeOf<'Split'>, emission: Emission): void {
  const { inputs, output, integers, push, limits } = emission;
  const [x = ''] = inputs;
  const outputs = sizes.map((_, index) => partName(output, index));
  if (outputs.length < limits.tensorsPerOperator) {
    push('Split', [x, integers(sizes)], { outputs, attributes: { axis } });
    return;
  }
  let begin = 0;
  for (const [index, size] of sizes.entries()) {
    const end = begin + size;
    push('Slice', [x, integers([begin]), integers([end]), integers([axis])], {
      outputs: [partName(output, index)],
    });
    begin = end;
  }
}

/** One operator, or a tree of them where there are more operands than an operator may read. */
function pushConcat({ attributes: { axis } }: NodeOf<'Concat'>, emission: Emission): void {
  const { output, push, limits } = emission;
  const fanIn = limits.tensorsPerOperator - 1;
  let operands = emission.inputs;
  for (let level = 0; operands.length > fanIn; level++) {
    const joined: string[] = [];
    for (let first = 0; first < operands.length; first += fanIn) {
      const name = `${output}:level${level}:${first}`;
      push('Concat', operands.slice(first, first + fanIn), { outputs: [name], attributes: { axis } });
      joined.push(name);
    }
    operands = joined;
  }
  push('Concat', operands, { attributes: { axis } });
}

/** Names of the two results of a norm of the rows of `operand`: one operator computes both. */
export const normNames = (operand: string) => ({ rows: `${operand}:normalised`, scale: `${operand}:scale` });

function pushNormaliseRows(node: NodeOf<'NormaliseRows' | 'NormaliseRowsScale'>, emission: Emission): void {
  const { inputs, floats, push } = emission;
  const [x = ''] = inputs;
  const columns = inputOf(node, 0).shape[1] ?? 1;
  const ones = floats(new Array<number>(columns).fill(1), [columns]);
  const { rows, scale } = normNames(x);
  push('LayerNormalization', [x, ones], {
    outputs: [rows, `${x}:mean`, scale],
    attributes: { axis: 1, epsilon: { float: INSTANCE_NORM_EPSILON } },
  });
}

const poolAttributes = ({ size, stride, padding }: { size: number; stride: number; padding: number }) => ({
  kernel_shape: [size, size],
  strides: [stride, stride],
  pads: bothSides([padding, padding]),
});

/** Emits the operators that compute `node`. Throws for operations that lowering should have replaced. */
export function operators(node: GraphNode, emission: Emission): void {
  const { inputs, integers, floats, limits, push } = emission;
  const [x = ''] = inputs;
  switch (node.op) {
    case 'Reshape':
    case 'Expand':
      return push(node.op, [x, integers(node.shape)]);
    case 'Transpose':
      return push('Transpose', inputs, { attributes: { perm: node.attributes.permutation } });
    case 'Slice':
      return pushSlice(node, emission);
    case 'Concat':
      return pushConcat(node, emission);
    case 'Pad': {
      const { before, after, value } = node.attributes;
      return push('Pad', [x, integers([...before, ...after]), floats([value], [])]);
    }
    case 'ReflectPad': {
      const { padding } = node.attributes;
      const border = [0, 0, padding, padding];
      return push('Pad', [x, integers([...border, ...border])], { attributes: { mode: 'reflect' } });
    }
    case 'Split':
      return pushSplit(node, emission);
    case 'Part':
      return; // its Split computes it
    case 'SpaceToDepth2':
      if (limits.lacks.has('SpaceToDepth')) return pushBlocksAsChannels(node, emission);
      return push('SpaceToDepth', inputs, { attributes: { blocksize: 2 } });
    case 'ReduceSum':
      return push('ReduceSum', [x, integers(node.attributes.axes)], { attributes: { keepdims: 1 } });
    case 'ReduceMean':
    case 'ReduceMax':
      return push(node.op, inputs, { attributes: { axes: node.attributes.axes, keepdims: 1 } });
    case 'Softmax':
      return push(node.op, inputs, { attributes: { axis: -1 } });
    case 'MatMul':
      return pushMatMul(node, emission);
    case 'Conv':
      return pushConv(node, emission);
    case 'ConvInputGradient':
      return pushConvTranspose(node, emission);
    case 'LeakyRelu':
      return push('LeakyRelu', inputs, { attributes: { alpha: { float: node.attributes.slope } } });
    case 'Slope':
      return pushStep(node.attributes.slope, emission);
    case 'Sign':
      return limits.lacks.has('Sign') ? pushStep(-1, emission) : push('Sign', inputs);
    case 'Clip':
      return push('Clip', [x, floats([node.attributes.min], []), floats([node.attributes.max], [])]);
    case 'Cast':
      return push('Cast', inputs, {
        attributes: { to: { float32: 1, int32: 6, bool: 9 }[node.attributes.to] },
      });
    case 'AveragePool2':
      return push('AveragePool', inputs, { attributes: { kernel_shape: [2, 2], strides: [2, 2] } });
    case 'Upsample2':
      return push('Resize', [x, '', floats([1, 1, 2, 2], [4])], {
        attributes: { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' },
      });
    case 'NormaliseRows':
    case 'NormaliseRowsScale':
      return pushNormaliseRows(node, emission);
    case 'MaxPool2d':
      return push('MaxPool', inputs, { attributes: poolAttributes(node.attributes) });
    case 'AveragePool2d':
      return push('AveragePool', inputs, {
        attributes: {
          ...poolAttributes(node.attributes),
          count_include_pad: Number(node.attributes.countPadding),
        },
      });
    case 'ResizeBilinear':
      return push('Resize', [x, '', '', integers(node.shape)], {
        attributes: { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
      });
    case 'Input':
    case 'Constant':
    case 'Splat':
    case 'ConvWeightGradient':
    case 'TransformTaps':
    case 'InstanceNorm':
    case 'InstanceNormScale':
      throw new Error(`${node.op} has no ONNX operator of its own.`);
    case 'Abs':
    case 'Exp':
    case 'Floor':
    case 'Log':
    case 'Neg':
    case 'Not':
    case 'Reciprocal':
    case 'Relu':
    case 'Sigmoid':
    case 'Softplus':
    case 'Sqrt':
    case 'Tanh':
    case 'Add':
    case 'Sub':
    case 'Mul':
    case 'Div':
    case 'Max':
    case 'Min':
    case 'Pow':
    case 'Greater':
    case 'GreaterOrEqual':
    case 'Less':
    case 'LessOrEqual':
    case 'Equal':
    case 'And':
    case 'Or':
    case 'Where':
      return push(node.op, inputs);
    default:
      node satisfies never;
  }
}
