// Devices of ONNX Runtime: a step becomes one model, a run one `session.run`, whose results take the places of the state tensors
// they are the next values of. (onnxruntime-node copies every result into an array of its own, also where one is given to
// write to.) Programs alongside each other share the state.
import { sizeOf } from '../graph/node.ts';
import { plainOutput, stateOutput, type StepFunction, type TensorShapes } from '../trace/trace.ts';
import { noLimits, webgpuLimits, type OperatorLimits } from '../onnx/limits.ts';
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
import { collectGarbage, releaseArrays } from './memory.ts';
import { createSession, floatTensor, type ExecutionProvider, type OnnxSession } from './session.ts';

type Tensor = ReturnType<typeof floatTensor>;

interface StateTensor {
  readonly shape: readonly number[];
  current: Tensor;
}

/** The state of programs that go together. */
interface SharedState {
  readonly tensors: ReadonlyMap<string, StateTensor>;
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

function sharedState(given: Readonly<Record<string, HostTensor>>): SharedState {
  const tensors = Object.entries(given).map(([name, { shape, data }]): [string, StateTensor] => [
    name,
    { shape, current: floatTensor(data, shape) },
  ]);
  return { tensors: new Map(tensors), running: false };
}

/** Programs with a smaller state are small altogether. */
const MANY_VALUES = 2 ** 23;

const valuesIn = ({ tensors }: SharedState): number =>
  [...tensors.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0);

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
  }

  #feeds(inputs: Readonly<Record<string, Float32Array>>): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#model.reads) {
      const held = this.#state.tensors.get(name);
      const given = inputs[name];
      if (held) feeds[name] = held.current;
      else if (given) feeds[name] = floatTensor(given, this.#inputs[name] ?? []);
    }
    return feeds;
  }

  /** Puts the next state, as far as it is among `results`, in the place of the present one. */
  #advance(results: Readonly<Record<string, Tensor>>): void {
    const replaced: Float32Array[] = [];
    for (const [name, held] of this.#state.tensors) {
      const next = results[stateOutput(name)];
      if (!next) continue;
      replaced.push(floats(held.current));
      held.current = next;
    }
    releaseArrays(replaced);
  }

  async run(inputs: Readonly<Record<string, Float32Array>>): Promise<Record<string, Float32Array>> {
    checkInputs(this.#inputs, inputs);
    assertIdle(this.#state, 'run');
    this.#state.running = true;
    try {
      const results = await this.#session.run(this.#feeds(inputs), this.#model.writes);
      this.#advance(results);
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
    const tensors = [...this.#state.tensors];
    return Object.fromEntries(tensors.map(([name, { current }]) => [name, floats(current).slice()]));
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    assertIdle(this.#state, 'writeState');
    const { tensors } = this.#state;
    checkSizes('state', shapesOf(Object.fromEntries(tensors)), state);
    for (const [name, data] of Object.entries(state)) {
      const held = tensors.get(name);
      if (held) floats(held.current).set(data);
    }
  }

  alongside(step: StepFunction, options: StepOptions): Promise<Program> {
    return this.#compile(step, this.#state, options);
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

const limits: Readonly<Record<ExecutionProvider, OperatorLimits>> = {
  cpu: noLimits,
  cuda: noLimits,
  webgpu: webgpuLimits,
};

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
    const shapes = { state: shapesOf(Object.fromEntries(state.tensors)), inputs, constants };
    const model = compileModel(step, shapes, { rewrites, limits: limits[provider] });
    const start = performance.now();
    const session = await createSession(model.bytes, {
      provider,
      ...(threads !== undefined && { threads }),
      constantWeights: Object.keys(constants).length > 0,
    });
    // The graph and the caller's own copy of the state would lie beside what the first run needs.
    if (valuesIn(state) >= MANY_VALUES) collectGarbage();
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
