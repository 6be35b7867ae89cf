// The sizes of a convolution that cannot be read off its operands: gradients need them to know what they are gradients of.

export type Pair = [vertical: number, horizontal: number];

/** Attributes of the three convolution kernels. A type alias, since tfjs attributes are index-signature maps. */
export type ConvGeometry = {
  stride: Pair;
  padding: Pair;
  /** `[H, W]` of the input. */
  inputSize: Pair;
  /** `[kh, kw]` of the weight. */
  kernelSize: Pair;
};

/** `[H, W]` of the output. */
export function convOutputSize({ inputSize, kernelSize, stride, padding }: ConvGeometry): Pair {
  const size = (axis: 0 | 1): number =>
    Math.floor((inputSize[axis] + 2 * padding[axis] - kernelSize[axis]) / stride[axis]) + 1;
  return [size(0), size(1)];
}

type Shape4D = readonly [number, number, number, number];

/** Checks the operands' shapes against each other. */
export function convGeometry(given: {
  input: Shape4D;
  weight: Shape4D;
  stride: Pair;
  padding: Pair;
}): ConvGeometry {
  const { input, weight, stride, padding } = given;
  const shapes = `input [${input.join(', ')}], weight [${weight.join(', ')}]`;
  if (input[1] !== weight[1]) throw new Error(`conv2d: input channels differ: ${shapes}.`);
  const geometry: ConvGeometry = {
    stride,
    padding,
    inputSize: [input[2], input[3]],
    kernelSize: [weight[2], weight[3]],
  };
  if (convOutputSize(geometry).some((size) => size < 1))
    throw new Error(
      `conv2d: the kernel is larger than the padded input: ${shapes}, padding [${padding.join(', ')}].`,
    );
  return geometry;
}
