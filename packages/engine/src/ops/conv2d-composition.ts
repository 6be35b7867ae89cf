// The convolution family composed of plain tfjs operations, for eager backends. Forward and input gradient use tfjs's own
// NHWC convolutions; the weight gradient is one matrix product per kernel tap (tfjs-cpu's kernel for it is 50 times slower).
import {
  add,
  conv2d as conv2dNhwc,
  conv2dTranspose,
  matMul,
  pad,
  reshape,
  slice,
  stack,
  stridedSlice,
  transpose,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { convOutputSize, type ConvGeometry } from './conv-geometry.ts';

/** The named input as `[·, ·, ·, ·]`. */
function input4d(inputs: NamedTensorMap, name: string): Tensor4D {
  const tensor = inputs[name];
  if (!tensor || tensor.rank !== 4) throw new Error(`Convolution kernel without its rank-4 input '${name}'.`);
  return tensor as Tensor4D;
}

const toNhwc = (x: Tensor4D): Tensor4D => transpose(x, [0, 2, 3, 1]);
const toNchw = (x: Tensor4D): Tensor4D => transpose(x, [0, 3, 1, 2]);
const toHwio = (weight: Tensor4D): Tensor4D => transpose(weight, [2, 3, 1, 0]);

const padNchw = (x: Tensor4D, [vertical, horizontal]: ConvGeometry['padding']): Tensor4D =>
  pad(x, [
    [0, 0],
    [0, 0],
    [vertical, vertical],
    [horizontal, horizontal],
  ]);

export function composeConv2d(inputs: NamedTensorMap, geometry: ConvGeometry): Tensor {
  const x = toNhwc(padNchw(input4d(inputs, 'x'), geometry.padding));
  const y = toNchw(conv2dNhwc(x, toHwio(input4d(inputs, 'weight')), geometry.stride, 'valid'));
  return inputs['bias'] ? add(y, reshape(inputs['bias'], [1, -1, 1, 1])) : y;
}

export function composeInputGradient(inputs: NamedTensorMap, geometry: ConvGeometry): Tensor {
  const dy = input4d(inputs, 'dy');
  const weight = input4d(inputs, 'weight');
  const { inputSize, padding, stride } = geometry;
  const padded = [
    dy.shape[0],
    inputSize[0] + 2 * padding[0],
    inputSize[1] + 2 * padding[1],
    weight.shape[1],
  ] as Tensor4D['shape'];
  const dx = toNchw(conv2dTranspose(toNhwc(dy), toHwio(weight), padded, stride, 'valid'));
  return slice(dx, [0, 0, padding[0], padding[1]], [padded[0], padded[3], inputSize[0], inputSize[1]]);
}

export function composeWeightGradient(inputs: NamedTensorMap, geometry: ConvGeometry): Tensor {
  const x = padNchw(input4d(inputs, 'x'), geometry.padding);
  const dy = input4d(inputs, 'dy');
  const { kernelSize, stride } = geometry;
  const [height, width] = convOutputSize(geometry);
  const [batch, channels, outputs] = [x.shape[0], x.shape[1], dy.shape[1]];
  const positions = batch * height * width;
  const dyRows = reshape(transpose(dy, [1, 0, 2, 3]), [outputs, positions]);

  const tap = (row: number, column: number): Tensor => {
    const end = [batch, channels, row + (height - 1) * stride[0] + 1, column + (width - 1) * stride[1] + 1];
    const seen = stridedSlice(x, [0, 0, row, column], end, [1, 1, stride[0], stride[1]]);
    const seenRows = reshape(transpose(seen, [1, 0, 2, 3]), [channels, positions]);
    return matMul(dyRows, seenRows, false, true);
  };
  const taps: Tensor[] = [];
  for (let row = 0; row < kernelSize[0]; row++)
    for (let column = 0; column < kernelSize[1]; column++) taps.push(tap(row, column));
  return reshape(stack(taps, 2), [outputs, channels, ...kernelSize]);
}
