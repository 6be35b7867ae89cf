// Devices that run the step function operation by operation on a tfjs backend: `tfjs-cpu` is the oracle of the tests, and
// where tfjs-node (or its CUDA build) is installed it serves as well.
import { setBackend, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { StepFunction } from '../trace/trace.ts';
import {
  checkHostTensors,
  checkInputs,
  checkSizes,
  type CompileOptions,
  type Device,
  type DeviceName,
  type HostTensor,
  type Program,
  type ProgramStats,
} from './program.ts';

const nothingCompiled: ProgramStats = {
  nodes: 0,
  gigaOperations: { written: 0, executed: 0 },
  milliseconds: { trace: 0, passes: 0, emit: 0, session: 0 },
};

type HostTensors = Readonly<Record<string, HostTensor>>;

const tensorsOf = (tensors: HostTensors): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [
      name,
      tensor(data.slice(), [...shape], 'float32'),
    ]),
  );

const valuesOf = (tensors: Readonly<Record<string, Tensor>>): Record<string, Float32Array> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, value]) => [name, Float32Array.from(value.dataSync<'float32'>())]),
  );

const withShapes = (
  values: Readonly<Record<string, Float32Array>>,
  shapes: CompileOptions['inputs'],
): HostTensors =>
  Object.fromEntries(
    Object.entries(values).map(([name, data]) => [name, { data, shape: shapes[name] ?? [] }]),
  );

class EagerProgram implements Program {
  readonly stats = nothingCompiled;
  #state: Record<string, HostTensor>;
  readonly #step: StepFunction;
  readonly #options: CompileOptions;
  readonly #backend: string;

  constructor(given: { step: StepFunction; options: CompileOptions; backend: string }) {
    this.#step = given.step;
    this.#options = given.options;
    this.#backend = given.backend;
    this.#state = Object.fromEntries(
      Object.entries(given.options.state).map(([name, { shape, data }]) => [
        name,
        { shape, data: data.slice() },
      ]),
    );
  }

  /** The state travels between host and backend on every run: simple, and this device is for checking. */
  async run(inputs: Readonly<Record<string, Float32Array>>): Promise<Record<string, Float32Array>> {
    checkInputs(this.#options.inputs, inputs);
    await setBackend(this.#backend);
    return tidy(() => {
      const state = tensorsOf({ ...this.#state, ...this.#options.constants });
      const result = this.#step(state, tensorsOf(withShapes(inputs, this.#options.inputs)));
      const next = valuesOf(result.state);
      this.#state = Object.fromEntries(
        Object.entries(next).map(([name, data]) => [
          name,
          { data, shape: this.#options.state[name]?.shape ?? [] },
        ]),
      );
      return valuesOf(result.outputs);
    });
  }

  async readState(): Promise<Record<string, Float32Array>> {
    return Object.fromEntries(Object.entries(this.#state).map(([name, { data }]) => [name, data.slice()]));
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    const shapes = Object.fromEntries(Object.entries(this.#state).map(([name, { shape }]) => [name, shape]));
    checkSizes('state', shapes, state);
    for (const [name, data] of Object.entries(state))
      this.#state[name] = { data: data.slice(), shape: shapes[name] ?? [] };
  }

  async dispose(): Promise<void> {
    this.#state = {};
  }
}

/** A device on the tfjs backend `backend`, which is registered already. */
export function eagerDevice({
  name,
  backend,
  description,
}: {
  name: DeviceName;
  backend: string;
  description: string;
}): Device {
  return {
    name,
    description,
    compile: async (step, options) => {
      checkHostTensors({ ...options.state, ...options.constants });
      return new EagerProgram({ step, options, backend });
    },
  };
}
