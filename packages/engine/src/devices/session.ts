// The only place that makes ONNX Runtime sessions. For a training step, optimisation `all` reorders layouts around every
// convolution, which costs more than it saves, and `basic` made sessions three times slower to create and runs no faster
// within the noise of a busy machine. Arena and memory pattern are only useful together, and then keep the peak memory.
import { availableParallelism } from 'node:os';
import { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';

export type ExecutionProvider = 'cpu' | 'webgpu' | 'cuda';

export interface SessionOptions {
  readonly provider: ExecutionProvider;
  /** Default: one per core. */
  readonly threads?: number;
  /** Weights are constants of the model, so that ONNX Runtime may lay them out ahead of time. */
  readonly constantWeights: boolean;
  /** Results that a GPU keeps in its own memory, for a later run to read. Only WebGPU's provider does. */
  readonly kept?: readonly string[];
}

// Errors reach the caller as exceptions; without this ONNX Runtime prints them to the terminal as well.
env.logLevel = 'fatal';

export type OnnxSession = InferenceSession;
export type { Tensor };

export function createSession(model: Uint8Array, options: SessionOptions): Promise<OnnxSession> {
  const kept = options.provider === 'webgpu' ? (options.kept ?? []) : [];
  return InferenceSession.create(model, {
    executionProviders: [options.provider],
    graphOptimizationLevel: options.constantWeights ? 'all' : 'disabled',
    intraOpNumThreads: options.threads ?? availableParallelism(),
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: 3,
    ...(kept.length > 0 && {
      preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, 'gpu-buffer'])),
    }),
    // An operator without a kernel on the GPU would be run on the CPU in silence, between two copies: better a failing test.
    ...(options.provider === 'webgpu' && { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
  });
}

/** A float32 tensor over `data`, which is not copied. */
export const floatTensor = (data: Float32Array, shape: readonly number[]): Tensor =>
  new Tensor('float32', data, shape);

/** False of a buffer of the GPU. */
export const onHost = (tensor: Tensor): boolean => tensor.location === 'cpu';

/** The values of a float32 tensor on the host. */
export function floats(tensor: Tensor): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  throw new Error('ONNX Runtime returned a tensor that is not float32.');
}

/** Providers in this build of onnxruntime-node; a listed one may still find no hardware. */
export const builtInProviders = (): string[] => listSupportedBackends().map(({ name }) => name);
