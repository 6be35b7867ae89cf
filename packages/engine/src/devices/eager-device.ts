// Devices that run the step function operation by operation on a tfjs backend: `tfjs-cpu` is the oracle of the tests, and
// where tfjs-node (or its CUDA build) is installed it serves as well.
import { setBackend, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { StepFunction } from '../trace/trace.ts';
import {
  arrived,
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

const shapesOf = (tensors: HostTensors): CompileOptions['inputs'] =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));

/** The state of programs that go together. */
interface SharedState {
  tensors: HostTensors;
}

const copied = (tensors: HostTensors): HostTensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
  );

type StepOptions = Omit<CompileOptions, 'state'>;

class EagerProgram implements Program {
  readonly stats = nothingCompiled;
  readonly #state: SharedState;
  readonly #step: StepFunction;
  readonly #options: StepOptions;
  readonly #backend: string;

  constructor(given: { step: StepFunction; state: SharedState; options: StepOptions; backend: string }) {
    checkHostTensors(given.options.constants ?? {});
    this.#step = given.step;
    this.#options = given.options;
    this.#backend = given.backend;
    this.#state = given.state;
  }

  /** The state travels between host and backend on every run: simple, and this device is for checking. */
  async run(inputs: Readonly<Record<string, Float32Array>>): Promise<Record<string, Float32Array>> {
    checkInputs(this.#options.inputs, inputs);
    await setBackend(this.#backend);
    return tidy(() => {
      const before = this.#state.tensors;
      const state = tensorsOf({ ...before, ...this.#options.constants });
      const result = this.#step(state, tensorsOf(withShapes(inputs, this.#options.inputs)));
      this.#state.tensors = withShapes(valuesOf(result.state), shapesOf(before));
      return valuesOf(result.outputs);
    });
  }

  async readState(): Promise<Record<string, Float32Array>> {
    const state = Object.entries(this.#state.tensors);
    return Object.fromEntries(state.map(([name, { data }]) => [name, data.slice()]));
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    const shapes = shapesOf(this.#state.tensors);
    checkSizes('state', shapes, state);
    this.#state.tensors = { ...this.#state.tensors, ...copied(withShapes(state, shapes)) };
  }

  async alongside(step: StepFunction, options: StepOptions): Promise<Program> {
    return new EagerProgram({ step, state: this.#state, options, backend: this.#backend });
  }

  async dispose(): Promise<void> {
    // Nothing is held outside JavaScript between runs.
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
    compile: async (step, { state, ...options }) => {
      const tensors = copied(await arrived(state));
      return new EagerProgram({ step, state: { tensors }, options, backend });
    },
  };
}
