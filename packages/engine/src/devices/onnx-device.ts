// Devices of ONNX Runtime: a step becomes one model, a run one `session.run`, whose results take the places of the state tensors
// they are the next values of. (onnxruntime-node copies every result on the host into an array of its own, also where one
// is given to write to.)
import { sizeOf } from '../graph/node.ts';
import { plainOutput, stateOutput, type StepFunction, type TensorShapes } from '../trace/trace.ts';
import { noLimits, webgpuLimits, type OperatorLimits } from '../onnx/limits.ts';
import { compileModel, type CompiledModel } from './compile.ts';
import { keptOrCompiled, modelKey, type ModelStore } from './kept-models.ts';
import {
  arrived,
  assertIdle,
  checkHostTensors,
  checkInputs,
  type CompileOptions,
  type Device,
  type DeviceName,
  type Program,
  type ProgramStats,
} from './program.ts';
import { collectGarbage } from './memory.ts';
import {
  createSession,
  floats,
  floatTensor,
  type ExecutionProvider,
  type OnnxSession,
  type Tensor,
} from './session.ts';
import { SharedState } from './state.ts';

const STATE_PREFIX = stateOutput('');
const OUTPUT_PREFIX = plainOutput('');

/** Programs with a smaller state are small altogether. */
const MANY_VALUES = 2 ** 23;

const valuesIn = (shapes: TensorShapes): number =>
  Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);

type StepOptions = Omit<CompileOptions, 'state'>;
/** Compiling needs the shapes, running the values. */
interface AwaitedState {
  readonly shapes: TensorShapes;
  readonly state: SharedState | Promise<SharedState>;
}
type CompileStep = (step: StepFunction, state: AwaitedState, options: StepOptions) => Promise<OnnxProgram>;

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
    this.#state.join();
    this.stats = given.model.stats;
  }

  #feeds(inputs: Readonly<Record<string, Float32Array>>): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#model.reads) {
      const held = this.#state.tensor(name);
      const given = inputs[name];
      if (held) feeds[name] = held;
      else if (given) feeds[name] = floatTensor(given, this.#inputs[name] ?? []);
    }
    return feeds;
  }

  async run(inputs: Readonly<Record<string, Float32Array>>): Promise<Record<string, Float32Array>> {
    checkInputs(this.#inputs, inputs);
    assertIdle(this.#state, 'run');
    this.#state.running = true;
    try {
      const results = await this.#session.run(this.#feeds(inputs), this.#model.writes);
      this.#state.advance((name) => results[stateOutput(name)]);
      const outputs = Object.entries(results).filter(([name]) => name.startsWith(OUTPUT_PREFIX));
      return Object.fromEntries(
        outputs.map(([name, tensor]) => [name.slice(OUTPUT_PREFIX.length), floats(tensor)]),
      );
    } finally {
      this.#state.running = false;
    }
  }

  readState(): Promise<Record<string, Float32Array>> {
    return this.#state.read();
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    this.#state.write(state);
  }

  alongside(step: StepFunction, options: StepOptions): Promise<Program> {
    return this.#compile(step, { shapes: this.#state.shapes, state: this.#state }, options);
  }

  async dispose(): Promise<void> {
    this.#state.leave();
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
  readonly models?: ModelStore;
}

export function onnxDevice(device: OnnxDeviceOptions): Device {
  const { name, provider, description, threads, rewrites, models } = device;

  const modelOf = (step: StepFunction, shapes: TensorShapes, options: StepOptions): CompiledModel => {
    const { inputs, constants = {}, identity } = options;
    const compileAnew = (): CompiledModel =>
      compileModel(step, { state: shapes, inputs, constants }, { rewrites, limits: limits[provider] });
    if (!models || identity === undefined || Object.keys(constants).length > 0) return compileAnew();
    return keptOrCompiled(models, modelKey(identity, shapes, inputs, rewrites, provider), compileAnew);
  };

  const compile: CompileStep = async (step, { shapes, state }, options) => {
    const { inputs, constants = {} } = options;
    checkHostTensors(constants);
    const model = modelOf(step, shapes, options);
    const start = performance.now();
    const session = await createSession(model.bytes, {
      provider,
      ...(threads !== undefined && { threads }),
      constantWeights: Object.keys(constants).length > 0,
      kept: model.writes.filter((name) => name.startsWith(STATE_PREFIX)),
    });
    const milliseconds = { ...model.stats.milliseconds, session: performance.now() - start };
    const arrivedState = await state;
    // The graph and the caller's own copy of the state would lie beside what the first run needs.
    if (valuesIn(shapes) >= MANY_VALUES) collectGarbage();
    // The model's bytes are not kept: with constant weights they are as large as the network.
    const kept = { ...model, bytes: new Uint8Array(), stats: { ...model.stats, milliseconds } };
    return new OnnxProgram({ session, model: kept, inputs, state: arrivedState, compile });
  };
  return {
    name,
    description,
    compile: async (step, { state, ...options }) => {
      const shapes = Object.fromEntries(Object.entries(state).map(([name, { shape }]) => [name, shape]));
      const shared = arrived(state).then((tensors) => new SharedState(tensors, provider));
      // Where compiling fails, nobody waits for it.
      shared.catch(() => undefined);
      return compile(step, { shapes, state: shared }, options);
    },
  };
}
