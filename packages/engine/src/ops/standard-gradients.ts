// Gradients of the tfjs kernels that networks, losses and optimisers are made of. tfjs's node bundle registers none, and its
// `register_all_gradients` is bundler-only source that Node cannot import. Every gradient is written in operations of this
// table, so any number of derivatives exist. A trap: tfjs tapes the saved copy of an output before the output itself, which
// hides it from second derivatives. So gradients here save inputs and compute the output again (free in a traced graph).
import {
  add,
  broadcastTo,
  broadcast_util,
  cast,
  concat,
  div,
  equal,
  exp,
  greater,
  greaterEqual,
  getGradient,
  lessEqual,
  log,
  logicalAnd,
  logicalNot,
  matMul,
  max,
  mul,
  neg,
  onesLike,
  pad,
  pow,
  reciprocal,
  registerGradient,
  reshape,
  reverse,
  rsqrt,
  sigmoid,
  sign,
  slice,
  softmax,
  sqrt,
  square,
  stack,
  step,
  sub,
  sum,
  tanh,
  transpose,
  unstack,
  util,
  where,
  zeros,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

type GradientOf = Record<string, () => Tensor>;

interface StandardGradient {
  readonly inputs?: string[];
  readonly saveAllInputs?: boolean;
  /** `saved` holds the named inputs. */
  readonly gradient: (dy: Tensor, saved: Tensor[], attributes: NamedAttrMap) => GradientOf;
}

/** Undoes broadcasting: sums `dy` over the axes along which an operand of `shape` was repeated. */
function sumTo(dy: Tensor, shape: readonly number[]): Tensor {
  const axes = broadcast_util.getReductionAxes([...shape], dy.shape);
  return reshape(axes.length > 0 ? sum(dy, axes) : dy, [...shape]);
}

/** A gradient of one input x that needs x. */
const ofInput = (gradient: (dy: Tensor, x: Tensor) => Tensor): StandardGradient => ({
  inputs: ['x'],
  gradient: (dy, [x]) => ({ x: () => gradient(dy, x as Tensor) }),
});

/** A gradient of one input x that is simplest in terms of the output y = run(x). */
const ofOutput = (
  run: (x: Tensor) => Tensor,
  gradient: (dy: Tensor, y: Tensor) => Tensor,
): StandardGradient => ofInput((dy, x) => gradient(dy, run(x)));

/** A gradient of two broadcast operands. */
const ofPair = (
  gradientA: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  gradientB: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): StandardGradient => ({
  inputs: ['a', 'b'],
  gradient: (dy, saved) => {
    const [a, b] = saved as [Tensor, Tensor];
    return {
      a: () => sumTo(gradientA(dy, a, b), a.shape),
      b: () => sumTo(gradientB(dy, a, b), b.shape),
    };
  },
});

const asFloat = (condition: Tensor): Tensor => cast(condition, 'float32');
/** Zero everywhere it exists. */
const flat: StandardGradient = ofInput((_dy, x) => zeros(x.shape));
const flatPair: StandardGradient = ofPair(
  (_dy, a) => zeros(a.shape),
  (_dy, _a, b) => zeros(b.shape),
);

/** `dy` of a reduction, repeated over the reduced axes. */
function spread(dy: Tensor, x: Tensor, axis: unknown): Tensor {
  const axes = util.parseAxisParam((axis ?? x.shape.map((_, i) => i)) as number[], x.shape);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  return broadcastTo(reshape(dy, kept), x.shape);
}

function matMulGradients(dy: Tensor, [a, b]: [Tensor, Tensor], attributes: NamedAttrMap): GradientOf {
  const transposeA = Boolean(attributes['transposeA']);
  const transposeB = Boolean(attributes['transposeB']);
  return {
    a: () => (transposeA ? matMul(b, dy, transposeB, true) : matMul(dy, b, false, !transposeB)),
    b: () => (transposeB ? matMul(dy, a, true, transposeA) : matMul(a, dy, !transposeA, false)),
  };
}

function concatGradients(dy: Tensor, inputs: Tensor[], attributes: NamedAttrMap): GradientOf {
  const axis = util.parseAxisParam(attributes['axis'] as number, dy.shape)[0] ?? 0;
  const gradients: GradientOf = {};
  let offset = 0;
  inputs.forEach((input, index) => {
    const begin = dy.shape.map((_, i) => (i === axis ? offset : 0));
    offset += input.shape[axis] ?? 0;
    gradients[index] = () => slice(dy, begin, input.shape);
  });
  return gradients;
}

const unary: Record<string, StandardGradient> = {
  Identity: { gradient: (dy) => ({ x: () => dy }) },
  Neg: { gradient: (dy) => ({ x: () => neg(dy) }) },
  Cast: { gradient: (dy) => ({ x: () => cast(dy, 'float32') }) },
  Abs: ofInput((dy, x) => mul(dy, sign(x))),
  Square: ofInput((dy, x) => mul(dy, mul(x, 2))),
  Log: ofInput((dy, x) => div(dy, x)),
  Log1p: ofInput((dy, x) => div(dy, add(x, 1))),
  Softplus: ofInput((dy, x) => mul(dy, sigmoid(x))),
  Relu: ofInput((dy, x) => mul(dy, step(x))),
  Exp: ofOutput(exp, (dy, y) => mul(dy, y)),
  Sqrt: ofOutput(sqrt, (dy, y) => div(dy, mul(y, 2))),
  Rsqrt: ofOutput(rsqrt, (dy, y) => mul(dy, mul(mul(y, square(y)), -0.5))),
  Reciprocal: ofOutput(reciprocal, (dy, y) => neg(mul(dy, square(y)))),
  Sigmoid: ofOutput(sigmoid, (dy, y) => mul(dy, mul(y, sub(1, y)))),
  Tanh: ofOutput(tanh, (dy, y) => mul(dy, sub(1, square(y)))),
  ClipByValue: {
    inputs: ['x'],
    gradient: (dy, [x], attributes) => {
      const inside = (value: Tensor): Tensor =>
        logicalAnd(
          greaterEqual(value, attributes['clipValueMin'] as number),
          lessEqual(value, attributes['clipValueMax'] as number),
        );
      return { x: () => mul(dy, asFloat(inside(x as Tensor))) };
    },
  },
  Sign: flat,
  Step: flat,
  Floor: flat,
  Round: flat,
  ZerosLike: flat,
  OnesLike: flat,
  LogicalNot: flat,
};

const binary: Record<string, StandardGradient> = {
  Add: ofPair(
    (dy) => dy,
    (dy) => dy,
  ),
  Sub: ofPair(
    (dy) => dy,
    (dy) => neg(dy),
  ),
  Multiply: ofPair(
    (dy, _a, b) => mul(dy, b),
    (dy, a) => mul(dy, a),
  ),
  RealDiv: ofPair(
    (dy, _a, b) => div(dy, b),
    (dy, a, b) => neg(mul(dy, div(a, square(b)))),
  ),
  SquaredDifference: ofPair(
    (dy, a, b) => mul(dy, mul(sub(a, b), 2)),
    (dy, a, b) => mul(dy, mul(sub(b, a), 2)),
  ),
  Maximum: ofPair(
    (dy, a, b) => mul(dy, asFloat(greaterEqual(a, b))),
    (dy, a, b) => mul(dy, asFloat(greater(b, a))),
  ),
  Minimum: ofPair(
    (dy, a, b) => mul(dy, asFloat(lessEqual(a, b))),
    (dy, a, b) => mul(dy, asFloat(greater(a, b))),
  ),
  // In the exponent's gradient, 0 where the base is not positive: there the logarithm has no value.
  Pow: ofPair(
    (dy, a, b) => mul(dy, mul(b, pow(a, sub(b, 1)))),
    (dy, a, b) => mul(dy, mul(pow(a, b), log(where(greater(a, 0), a, onesLike(a))))),
  ),
  Greater: flatPair,
  GreaterEqual: flatPair,
  Less: flatPair,
  LessEqual: flatPair,
  Equal: flatPair,
  NotEqual: flatPair,
  LogicalAnd: flatPair,
  LogicalOr: flatPair,
  BatchMatMul: {
    inputs: ['a', 'b'],
    gradient: (dy, saved, attributes) => matMulGradients(dy, saved as [Tensor, Tensor], attributes),
  },
  Select: {
    inputs: ['condition'],
    gradient: (dy, [condition]) => ({
      condition: () => zeros((condition as Tensor).shape),
      t: () => mul(dy, asFloat(condition as Tensor)),
      e: () => mul(dy, asFloat(logicalNot(condition as Tensor))),
    }),
  },
  AddN: {
    saveAllInputs: true,
    gradient: (dy, inputs) => Object.fromEntries(inputs.map((_, index) => [index, () => dy])),
  },
};

const reduction: Record<string, StandardGradient> = {
  Sum: {
    inputs: ['x'],
    gradient: (dy, [x], attributes) => ({ x: () => spread(dy, x as Tensor, attributes['axis']) }),
  },
  Mean: {
    inputs: ['x'],
    gradient: (dy, saved, attributes) => {
      const x = saved[0] as Tensor;
      return { x: () => mul(spread(dy, x, attributes['axis']), dy.size / x.size) };
    },
  },
  // Every position that attains the maximum receives the whole gradient, as tfjs has it.
  Max: {
    inputs: ['x'],
    gradient: (dy, [x], attributes) => {
      const axis = attributes['reductionIndices'] as number[];
      const attains = (value: Tensor): Tensor => equal(value, spread(max(value, axis), value, axis));
      return { x: () => mul(spread(dy, x as Tensor, axis), asFloat(attains(x as Tensor))) };
    },
  },
  // tf.logSoftmax brings its own gradient, which has the trap above: use x − logSumExp(x) where a second derivative is needed.
  Softmax: {
    inputs: ['logits'],
    gradient: (dy, [logits]) => ({
      logits: () => {
        const y = softmax(logits as Tensor);
        return mul(sub(dy, sum(mul(dy, y), -1, true)), y);
      },
    }),
  },
};

const movement: Record<string, StandardGradient> = {
  Reshape: {
    inputs: ['x'],
    gradient: (dy, [x]) => ({ x: () => reshape(dy, (x as Tensor).shape) }),
  },
  ExpandDims: {
    inputs: ['input'],
    gradient: (dy, [input]) => ({ input: () => reshape(dy, (input as Tensor).shape) }),
  },
  Transpose: {
    gradient: (dy, _saved, attributes) => {
      const permutation = attributes['perm'] as number[];
      return {
        x: () =>
          transpose(
            dy,
            permutation.map((_, i) => permutation.indexOf(i)),
          ),
      };
    },
  },
  Slice: {
    inputs: ['x'],
    gradient: (dy, saved, attributes) => {
      const x = saved[0] as Tensor;
      const begin = attributes['begin'] as number[];
      const border = dy.shape.map((size, i): [number, number] => {
        const before = begin[i] ?? 0;
        return [before, (x.shape[i] ?? 0) - before - size];
      });
      return { x: () => pad(dy, border) };
    },
  },
  PadV2: {
    inputs: ['x'],
    gradient: (dy, saved, attributes) => {
      const x = saved[0] as Tensor;
      const begin = (attributes['paddings'] as [number, number][]).map(([before]) => before);
      return { x: () => slice(dy, begin, x.shape) };
    },
  },
  Tile: {
    inputs: ['x'],
    gradient: (dy, saved, attributes) => {
      const x = saved[0] as Tensor;
      const interleaved = (attributes['reps'] as number[]).flatMap((copies, i) => [copies, x.shape[i] ?? 1]);
      const copies = x.shape.map((_, i) => 2 * i);
      return { x: () => (copies.length > 0 ? sum(reshape(dy, interleaved), copies) : dy) };
    },
  },
  Reverse: {
    gradient: (dy, _saved, attributes) => ({ x: () => reverse(dy, attributes['dims'] as number[]) }),
  },
  Concat: { saveAllInputs: true, gradient: concatGradients },
  Pack: {
    saveAllInputs: true,
    gradient: (dy, _inputs, attributes) => {
      const parts = unstack(dy, attributes['axis'] as number);
      return Object.fromEntries(parts.map((part, index) => [index, () => part]));
    },
  },
};

/** Kernels with several outputs: `dys` in order of the outputs. */
const split: Record<string, (dys: Tensor[], attributes: NamedAttrMap) => Tensor> = {
  SplitV: (dys, attributes) => concat(dys, attributes['axis'] as number),
  Unpack: (dys, attributes) => stack(dys, attributes['axis'] as number),
};

/** Registers what is not registered yet; tfjs-node brings gradients of its own, which stay. */
export function registerStandardGradients(): void {
  const table = { ...unary, ...binary, ...reduction, ...movement };
  for (const [kernelName, { inputs, saveAllInputs, gradient }] of Object.entries(table)) {
    if (getGradient(kernelName)) continue;
    registerGradient({
      kernelName,
      ...(inputs && { inputsToSave: inputs }),
      ...(saveAllInputs && { saveAllInputs }),
      gradFunc: (dy, saved, attributes) => gradient(dy as Tensor, saved, attributes),
    });
  }
  for (const [kernelName, gradient] of Object.entries(split))
    if (!getGradient(kernelName))
      registerGradient({
        kernelName,
        gradFunc: (dys, _saved, attributes) => {
          const parts = dys as Tensor[];
          const input = kernelName === 'Unpack' ? 'value' : 'x';
          return { [input]: () => gradient(parts, attributes) };
        },
      });
}
