// Devices of ONNX Runtime: a step becomes one model, a run one `session.run`. Each changing state tensor has two buffers; a run
// reads one and writes the other, then they change roles (an output is never laid over an input, since the model may still
// read it).
import { StarlabError } from '@starlab/experiment';
import { sizeOf } from '../graph/node.ts';
import { plainOutput, stateOutput, type StepFunction, type TensorShapes } from '../trace/trace.ts';
import { compileModel, type CompiledModel } from './compile.ts';
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
import { createSession, floatTensor, type ExecutionProvider, type OnnxSession } from './session.ts';

type Tensor = ReturnType<typeof floatTensor>;

/** The two buffers of a state tensor; unchanged tensors have one. */
interface StateBuffer {
  readonly shape: readonly number[];
  current: Tensor;
  next: Tensor | undefined;
}

const shapesOf = (tensors: Readonly<Record<string, HostTensor>>): TensorShapes =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));

/** The values of a float32 tensor. */
function floats(tensor: { readonly data: unknown }): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  throw new Error('ONNX Runtime returned a tensor that is not float32.');
}

const OUTPUT_PREFIX = plainOutput('');

class OnnxProgram implements Program {
  readonly stats: ProgramStats;
  readonly #session: OnnxSession;
  readonly #model: CompiledModel;
  readonly #inputs: TensorShapes;
  readonly #state = new Map<string, StateBuffer>();
  #running = false;

  constructor(given: {
    session: OnnxSession;
    model: CompiledModel;
    options: CompileOptions;
    stats: ProgramStats;
  }) {
    this.#session = given.session;
    this.#model = given.model;
    this.#inputs = given.options.inputs;
    this.stats = given.stats;
    for (const [name, { shape, data }] of Object.entries(given.options.state)) {
      const changes = !given.model.unchanged.has(name);
      this.#state.set(name, {
        shape,
        current: floatTensor(data.slice(), shape),
        next: changes ? floatTensor(new Float32Array(sizeOf(shape)), shape) : undefined,
      });
    }
  }

  #feeds(inputs: Readonly<Record<string, Float32Array>>): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#model.reads) {
      const buffer = this.#state.get(name);
      const given = inputs[name];
      if (buffer) feeds[name] = buffer.current;
      else if (given) feeds[name] = floatTensor(given, this.#inputs[name] ?? []);
    }
    return feeds;
  }

  async run(inputs: Readonly<Record<string, Float32Array>>): Promise<Record<string, Float32Array>> {
    checkInputs(this.#inputs, inputs);
    this.#assertIdle('run');
    this.#running = true;
    try {
      // Where the next state goes is given; outputs are allocated by ONNX Runtime, since the caller keeps them.
      const fetches: Record<string, Tensor | null> = {};
      for (const name of this.#model.writes) fetches[name] = null;
      for (const [name, { next }] of this.#state) if (next) fetches[stateOutput(name)] = next;
      const results = await this.#session.run(this.#feeds(inputs), fetches);
      for (const buffer of this.#state.values())
        if (buffer.next) [buffer.current, buffer.next] = [buffer.next, buffer.current];
      const outputs = Object.entries(results).filter(([name]) => name.startsWith(OUTPUT_PREFIX));
      return Object.fromEntries(
        outputs.map(([name, tensor]) => [name.slice(OUTPUT_PREFIX.length), floats(tensor)]),
      );
    } finally {
      this.#running = false;
    }
  }

  async readState(): Promise<Record<string, Float32Array>> {
    this.#assertIdle('readState');
    return Object.fromEntries([...this.#state].map(([name, { current }]) => [name, floats(current).slice()]));
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    this.#assertIdle('writeState');
    const shapes = Object.fromEntries([...this.#state].map(([name, { shape }]) => [name, shape]));
    checkSizes('state', shapes, state);
    for (const [name, data] of Object.entries(state)) {
      const buffer = this.#state.get(name);
      if (buffer) floats(buffer.current).set(data);
    }
  }

  #assertIdle(call: string): void {
    if (!this.#running) return;
    throw new StarlabError(`${call} was called while the program is running.`, {
      remedy: 'Wait for the promise of the last run first.',
    });
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
  const compile = async (step: StepFunction, options: CompileOptions): Promise<Program> => {
    const constants = options.constants ?? {};
    checkHostTensors({ ...options.state, ...constants });
    const shapes = { state: shapesOf(options.state), inputs: options.inputs, constants };
    const model = compileModel(step, shapes, rewrites);
    const start = performance.now();
    const session = await createSession(model.bytes, {
      provider,
      ...(threads !== undefined && { threads }),
      constantWeights: Object.keys(constants).length > 0,
    });
    const milliseconds = { ...model.stats.milliseconds, session: performance.now() - start };
    // The model's bytes are not kept: with constant weights they are as large as the network.
    const kept = { ...model, bytes: new Uint8Array() };
    return new OnnxProgram({ session, model: kept, options, stats: { ...model.stats, milliseconds } });
  };
  return { name, description, compile };
}
