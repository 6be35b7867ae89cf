// Differentiable operations on tfjs-core tensors, NCHW, float32. Pure: needs no backend but the one the caller activates.
import { registerStandardGradients } from './standard-gradients.ts';

// At import, because `tf.grads` reads tfjs's global gradient table and calls nothing of ours first. Idempotent.
registerStandardGradients();

export { conv2d, convTranspose2d, type Conv2dOptions, type ConvTranspose2dOptions } from './conv2d.ts';
export { instanceNorm } from './instance-norm.ts';
export { leakyRelu } from './leaky-relu.ts';
export { averagePool2d, maxPool2d, type Pool2dOptions } from './pool2d.ts';
export { reflectPad2d } from './reflect-pad2d.ts';
export { averagePool2, upsample2 } from './resample.ts';
export { resizeBilinear } from './resize-bilinear.ts';
export { stopGradient } from './stop-gradient.ts';
