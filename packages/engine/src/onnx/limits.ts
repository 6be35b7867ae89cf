// What a provider's operators cannot do, so that the emitter writes another form. Each entry was seen to fail with the WebGPU
// provider of ONNX Runtime 1.30, and is tested wherever an adapter is found (`npm run test:webgpu`).

export interface OperatorLimits {
  /** How many tensors one operator may read and write together. */
  readonly tensorsPerOperator: number;
  /** Operators that it has no kernel for (`substitutes.ts`). */
  readonly lacks: ReadonlySet<'FusedMatMul' | 'Sign' | 'SpaceToDepth'>;
  /** The channels that a convolution of `channels` to `outputs` must be widened to by zeros. */
  readonly convChannels: (shape: { readonly channels: number; readonly outputs: number }) => number;
}

export const noLimits: OperatorLimits = {
  tensorsPerOperator: Infinity,
  lacks: new Set(),
  convChannels: ({ channels }) => channels,
};

export const webgpuLimits: OperatorLimits = {
  // A shader binds each tensor as a storage buffer, of which an adapter has 8 at least. Split fails where it needs more.
  tensorsPerOperator: 8,
  // Of all operators that we emit. 60 of the 8,500 of a StarGAN v2 iteration were such, each waiting for the whole queue.
  lacks: new Set(['FusedMatMul', 'Sign', 'SpaceToDepth'] as const),
  // Wrong numbers, without an error, for 6, 9, 15, 18 … channels into a multiple of four: StarGAN's first convolution of an image
  // and three domains is one.
  convChannels: ({ channels, outputs }) =>
    outputs % 4 === 0 && channels % 3 === 0 && channels > 3 ? Math.ceil(channels / 4) * 4 : channels,
};
