// Devices of ONNX Runtime: a step becomes one model, a run one `session.run`. Each changing state tensor has two buffers; a run
// reads one and writes the other, then they change roles (an output is never laid over an input, since the model may still
// read it). Programs alongside each other share the buffers.
import { sizeOf } from '../graph/node.ts';
import { plainOutput, stateOutput, type StepFunction, type TensorShapes } from '../trace/trace.ts';
import { compileModel, type CompiledModel } from './compile.ts';
import {
  assertIdle,
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
import { createSession, floatTensor, type ExecutionProvider, type OnnxSession } from './session.ts';

type Tensor = ReturnType<typeof floatTensor>;

/** The two buffers of a state tensor; one that no program changes has one. */
interface StateBuffer {
  readonly shape: readonly number[];
  current: Tensor;
  next: Tensor | undefined;
}

/** The state of programs that go together. */
interface SharedState {
  readonly buffers: ReadonlyMap<string, StateBuffer>;
  running: boolean;
}

const shapesOf = (tensors: Readonly<Record<string, { readonly shape: readonly number[] }>>): TensorShapes =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));

/** The values of a float32 tensor. */
function floats(tensor: { readonly data: unknown }): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  throw new Error('ONNX Runtime returned a tensor that is not float32.');
}

const OUTPUT_PREFIX = plainOutput('');

function sharedState(tensors: Readonly<Record<string, HostTensor>>): SharedState {
  const buffers = Object.entries(tensors).map(([name, { shape, data }]): [string, StateBuffer] => [
    name,
    { shape, current: floatTensor(data.slice(), shape), next: undefined },
  ]);
  return { buffers: new Map(buffers), running: false };
}

type StepOptions = Omit<CompileOptions, 'state'>;
type CompileStep = (step: StepFunction, state: SharedState, options: StepOptions) => Promise<OnnxProgram>;

class OnnxProgram implements Program {
  readonly stats: ProgramStats;
  readonly #session: OnnxSession;
  readonly #model: CompiledModel;
  readonly #inputs: TensorShapes;
  readonly #state: SharedState;
  readonly #compile: CompileStep;

  constructor(given: {
    session: OnnxSession;
    model: CompiledModel;
    inputs: TensorShapes;
    state: SharedState;
    compile: CompileStep;
  }) {
    this.#session = given.session;
    this.#model = given.model;
    this.#inputs = given.inputs;
    this.#state = given.state;
    this.#compile = given.compile;
    this.stats = given.model.stats;
    for (const { buffer } of this.#changed())
      buffer.next ??= floatTensor(new Float32Array(sizeOf(buffer.shape)), buffer.shape);
  }

  /** The state tensors that this program's step changes. */
  #changed(): { name: string; buffer: StateBuffer }[] {
    return [...this.#state.buffers].flatMap(([name, buffer]) =>
      this.#model.unchanged.has(name) ? [] : [{ name, buffer }],
    );
  }

  #feeds(inputs: Readonly<Record<string, Float32Array>>): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#model.reads) {
      const buffer = this.#state.buffers.get(name);
      const given = inputs[name];
      if (buffer) feeds[name] = buffer.current;
      else if (given) feeds[name] = floatTensor(given, this.#inputs[name] ?? []);
    }
    return feeds;
  }

  async run(inputs: Readonly<Record<string, Float32Array>>): Promise<Record<string, Float32Array>> {
    checkInputs(this.#inputs, inputs);
    assertIdle(this.#state, 'run');
    this.#state.running = true;
    try {
      const changed = this.#changed();
      // Where the next state goes is given; outputs are allocated by ONNX Runtime, since the caller keeps them.
      const fetches: Record<string, Tensor | null> = {};
      for (const name of this.#model.writes) fetches[name] = null;
      for (const { name, buffer } of changed) if (buffer.next) fetches[stateOutput(name)] = buffer.next;
      const results = await this.#session.run(this.#feeds(inputs), fetches);
      for (const { buffer } of changed)
        if (buffer.next) [buffer.current, buffer.next] = [buffer.next, buffer.current];
      const outputs = Object.entries(results).filter(([name]) => name.startsWith(OUTPUT_PREFIX));
      return Object.fromEntries(
        outputs.map(([name, tensor]) => [name.slice(OUTPUT_PREFIX.length), floats(tensor)]),
      );
    } finally {
      this.#state.running = false;
    }
  }

  async readState(): Promise<Record<string, Float32Array>> {
    assertIdle(this.#state, 'readState');
    const buffers = [...this.#state.buffers];
    return Object.fromEntries(buffers.map(([name, { current }]) => [name, floats(current).slice()]));
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    assertIdle(this.#state, 'writeState');
    const { buffers } = this.#state;
    checkSizes('state', shapesOf(Object.fromEntries(buffers)), state);
    for (const [name, data] of Object.entries(state)) {
      const buffer = buffers.get(name);
      if (buffer) floats(buffer.current).set(data);
    }
  }

  alongside(step: StepFunction, options: StepOptions): Promise<Program> {
    return this.#compile(step, this.#state, options);
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

interface OnnxDeviceOptions {
  readonly name: DeviceName;
  readonly provider: ExecutionProvider;
  readonly description: string;
  readonly threads?: number;
  readonly rewrites: boolean;
}

export function onnxDevice({ name, provider, description, threads, rewrites }: OnnxDeviceOptions): Device {
  const compile: CompileStep = async (step, state, { inputs, constants = {} }) => {
    checkHostTensors(constants);
    const shapes = { state: shapesOf(Object.fromEntries(state.buffers)), inputs, constants };
    const model = compileModel(step, shapes, rewrites);
    const start = performance.now();
    const session = await createSession(model.bytes, {
      provider,
      ...(threads !== undefined && { threads }),
      constantWeights: Object.keys(constants).length > 0,
    });
    const milliseconds = { ...model.stats.milliseconds, session: performance.now() - start };
    // The model's bytes are not kept: with constant weights they are as large as the network.
    const kept = { ...model, bytes: new Uint8Array(), stats: { ...model.stats, milliseconds } };
    return new OnnxProgram({ session, model: kept, inputs, state, compile });
  };
  return {
    name,
    description,
    compile: async (step, { state, ...options }) => {
      checkHostTensors(state);
      return compile(step, sharedState(state), options);
    },
  };
}
