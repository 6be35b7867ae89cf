// Bilinear resizing between pixel centres (align_corners = false), without antialiasing: for masks. Inference only.
import { image, transpose, type Tensor4D } from '@tensorflow/tfjs-core';
import { defineOperation, firstOutput } from './kernel.ts';

export const RESIZE_BILINEAR = 'StarlabResizeBilinear';

export type ResizeTarget = { size: [height: number, width: number] };

const runResizeBilinear = defineOperation<ResizeTarget>({
  name: RESIZE_BILINEAR,
  compose: (inputs, { size }) => {
    const nhwc = transpose(inputs['x'] as Tensor4D, [0, 2, 3, 1]);
    return transpose(image.resizeBilinear(nhwc, size, false, true), [0, 3, 1, 2]);
  },
});

/** `[N, C, H, W]` to `[N, C, height, width]`. */
export function resizeBilinear(x: Tensor4D, [height, width]: readonly [number, number]): Tensor4D {
  return firstOutput(runResizeBilinear({ x }, { size: [height, width] })) as Tensor4D;
}
