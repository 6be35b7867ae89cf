// A network as a program of one fixed batch size, run over any number of images: the last batch is padded with zeros and
// its surplus dropped. The device is handed in; metrics knows no engine.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostTensors, Parameters } from '../networks/feature-parameters.ts';

type Tensors = Readonly<Record<string, Tensor>>;
type HostArrays = Readonly<Record<string, Float32Array>>;

interface CompiledProgram {
  run(inputs: HostArrays): Promise<HostArrays>;
  dispose(): Promise<void>;
}

/** The part of an engine's device that metrics needs. */
export interface ProgramCompiler {
  compile(
    step: (state: Tensors, inputs: Tensors) => { state: Tensors; outputs: Tensors },
    options: {
      state: HostTensors;
      constants: HostTensors;
      inputs: Record<string, readonly number[]>;
    },
  ): Promise<CompiledProgram>;
}

export interface BatchedFunctionOptions {
  readonly compiler: ProgramCompiler;
  readonly parameters: HostTensors;
  /** One item of the input, without the batch dimension. */
  readonly itemShape: readonly number[];
  /** Items per run. */
  readonly batchSize: number;
  /** From `[batchSize, ...itemShape]` to a tensor whose first dimension is proportional to the batch size. */
  readonly call: (parameters: Parameters, batch: Tensor) => Tensor;
}

export interface BatchedFunction {
  /** Numbers in one item of the input. */
  readonly itemSize: number;
  readonly batchSize: number;
  /** Results of all items, one after another. `fill` writes item `index` into the zeroed `into`, `[itemSize]`. */
  run(count: number, fill: (index: number, into: Float32Array) => void): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export async function compileBatched(options: BatchedFunctionOptions): Promise<BatchedFunction> {
  const { compiler, parameters, itemShape, batchSize, call } = options;
  const itemSize = itemShape.reduce((product, extent) => product * extent, 1);
  const program = await compiler.compile(
    (constants, inputs) => ({ state: {}, outputs: { result: call(constants, inputs['batch'] as Tensor) } }),
    { state: {}, constants: parameters, inputs: { batch: [batchSize, ...itemShape] } },
  );

  async function runBatch(first: number, count: number, fill: (index: number, into: Float32Array) => void) {
    const batch = new Float32Array(batchSize * itemSize);
    for (let i = 0; i < count; i++) fill(first + i, batch.subarray(i * itemSize, (i + 1) * itemSize));
    const result = (await program.run({ batch }))['result'] as Float32Array;
    return result.slice(0, (result.length / batchSize) * count);
  }

  return {
    itemSize,
    batchSize,
    async run(count, fill) {
      const results: Float32Array[] = [];
      for (let first = 0; first < count; first += batchSize) {
        results.push(await runBatch(first, Math.min(batchSize, count - first), fill));
      }
      return joined(results);
    },
    dispose: () => program.dispose(),
  };
}

/** One array after another. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
