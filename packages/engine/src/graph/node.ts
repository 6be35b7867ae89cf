// A value of the graph: what computes it, from which values, and its static shape. Nodes are immutable; an operation with two
// results is two nodes with the same inputs.
import type { ConvGeometry, Pair } from '../ops/conv-geometry.ts';
import type { PoolWindow } from '../ops/pool2d.ts';
import type { ReflectPadding } from '../ops/reflect-pad2d.ts';

export type Shape = readonly number[];
export type DType = 'float32' | 'int32' | 'bool';
export type Values = Float32Array | Int32Array | Uint8Array;

/** Rows of numbers. */
export type Matrix = readonly (readonly number[])[];

type None = Record<never, never>;

/** What each operation carries besides its inputs. The names are the vocabulary of the graph; `operations.ts` says what they mean. */
export interface AttributeTable {
  // leaves
  Input: { name: string; shape: Shape };
  Constant: { values: Values; shape: Shape; dtype: DType };
  /** A tensor filled with one value. */
  Splat: { value: number; shape: Shape; dtype: DType };
  // one operand
  Abs: None;
  Exp: None;
  Floor: None;
  Log: None;
  Neg: None;
  Not: None;
  Reciprocal: None;
  Relu: None;
  Sigmoid: None;
  Sign: None;
  Softplus: None;
  Sqrt: None;
  Tanh: None;
  LeakyRelu: { slope: number };
  /** 1 where the operand is positive, else `slope`: the derivative of the leaky ReLU with that slope. */
  Slope: { slope: number };
  Clip: { min: number; max: number };
  Cast: { to: DType };
  // two operands, broadcast
  Add: None;
  Sub: None;
  Mul: None;
  Div: None;
  Max: None;
  Min: None;
  Pow: None;
  Greater: None;
  GreaterOrEqual: None;
  Less: None;
  LessOrEqual: None;
  Equal: None;
  And: None;
  Or: None;
  /** condition, then, otherwise. */
  Where: None;
  // movement
  Reshape: { shape: Shape };
  /** Broadcasts to `shape`. */
  Expand: { shape: Shape };
  Transpose: { permutation: readonly number[] };
  Slice: { begin: readonly number[]; size: Shape; step: readonly number[] };
  Concat: { axis: number };
  /** `x` as seen by its parts: consecutive pieces of these sizes along `axis`, each a Part of this node. */
  Split: { axis: number; sizes: readonly number[] };
  Part: { index: number };
  Pad: { before: readonly number[]; after: readonly number[]; value: number };
  /** The planes of `[N, C, H, W]` mirrored at their border rows and columns. */
  ReflectPad: ReflectPadding;
  SpaceToDepth2: None;
  // reductions; reduced axes stay with size 1
  ReduceSum: { axes: readonly number[] };
  ReduceMean: { axes: readonly number[] };
  ReduceMax: { axes: readonly number[] };
  Softmax: None;
  // linear maps
  /** `[…, M, K] × […, K, N]`; rank 2 may take a third operand `[N]` that is added to every row. */
  MatMul: { transposeA: boolean; transposeB: boolean };
  /** x, weight, and optionally bias. */
  Conv: ConvGeometry;
  /** dy, weight. */
  ConvInputGradient: ConvGeometry;
  /** x, dy. */
  ConvWeightGradient: ConvGeometry;
  /**
   * A linear map of the taps of a weight `[A, B, kh, kw]`: flattened taps times `matrix`, reshaped to `kernelSize`; with
   * `swap`, the first two axes change places as well.
   */
  TransformTaps: { matrix: Matrix; kernelSize: Pair; swap: boolean };
  AveragePool2: None;
  Upsample2: None;
  // networks
  InstanceNorm: None;
  /** 1/deviation of every channel of every sample, `[N, C, 1, 1]`. */
  InstanceNormScale: None;
  /** Rows of `[M, K]` to mean 0, variance 1. */
  NormaliseRows: None;
  /** 1/deviation of every row, `[M, 1]`. */
  NormaliseRowsScale: None;
  MaxPool2d: PoolWindow;
  AveragePool2d: PoolWindow;
  ResizeBilinear: { size: Pair };
}

export type OperationName = keyof AttributeTable;

export interface NodeOf<Operation extends OperationName> {
  /** Inputs have smaller ids. */
  readonly id: number;
  readonly op: Operation;
  readonly inputs: readonly GraphNode[];
  readonly attributes: AttributeTable[Operation];
  readonly shape: Shape;
  readonly dtype: DType;
}

export type GraphNode = { [Operation in OperationName]: NodeOf<Operation> }[OperationName];

export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** Dimensions of a rank-4 shape. */
export function dimensions4(shape: Shape): readonly [number, number, number, number] {
  const [n, c, h, w] = shape;
  if (n === undefined || c === undefined || h === undefined || w === undefined || shape.length > 4)
    throw new Error(`Expected a tensor of rank 4, not [${shape.join(', ')}].`);
  return [n, c, h, w];
}

/** The input at `index`, which the operation's arity promises. */
export function inputOf(node: Pick<GraphNode, 'op' | 'inputs'>, index: number): GraphNode {
  const input = node.inputs[index];
  if (!input) throw new Error(`${node.op} has no operand ${index}.`);
  return input;
}
