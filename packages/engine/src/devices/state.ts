// The state that programs alongside each other share. Between steps it stays where they are computed: on WebGPU the results of
// one step are the buffers that the next one reads, and come to the host only when somebody asks for them.
import { encodeModel } from '../onnx/model.ts';
import type { Shape } from '../graph/node.ts';
import type { TensorShapes } from '../trace/trace.ts';
import { releaseArrays } from './memory.ts';
import { assertIdle, checkSizes, type HostTensor } from './program.ts';
import {
  createSession,
  floats,
  floatTensor,
  onHost,
  type ExecutionProvider,
  type OnnxSession,
  type Tensor,
} from './session.ts';

/** Hands on what it is given, of any shape: onnxruntime-node has no other way of bringing a buffer of the GPU to the host. */
const handOn = encodeModel({
  nodes: [{ op: 'Identity', inputs: ['held'], outputs: ['read'] }],
  inputs: [{ name: 'held', type: 'float32' }],
  outputs: [{ name: 'read', type: 'float32' }],
  initialisers: [],
});

/** @param session of `handOn` */
async function broughtHome(held: Tensor, session: OnnxSession): Promise<Float32Array> {
  const { read } = await session.run({ held });
  if (!read) throw new Error('ONNX Runtime handed nothing on.');
  return floats(read);
}

/** Gives buffers of the GPU back. */
function disposeBuffers(tensors: readonly Tensor[]): void {
  for (const tensor of tensors) if (!onHost(tensor)) tensor.dispose();
}

interface StateTensor {
  readonly shape: Shape;
  current: Tensor;
}

export class SharedState {
  /** A step is being computed: the state is between two. */
  running = false;
  readonly shapes: TensorShapes;
  readonly #provider: ExecutionProvider;
  readonly #tensors: ReadonlyMap<string, StateTensor>;
  #programs = 0;

  /** Takes over the arrays given: they may be empty once a step has changed them. */
  constructor(given: Readonly<Record<string, HostTensor>>, provider: ExecutionProvider) {
    const entries = Object.entries(given);
    this.shapes = Object.fromEntries(entries.map(([name, { shape }]) => [name, shape]));
    this.#tensors = new Map(
      entries.map(([name, { shape, data }]) => [name, { shape, current: floatTensor(data, shape) }]),
    );
    this.#provider = provider;
  }

  tensor(name: string): Tensor | undefined {
    return this.#tensors.get(name)?.current;
  }

  /** Puts the next values, of as many tensors as `next` knows, in the place of the present ones. */
  advance(next: (name: string) => Tensor | undefined): void {
    const replaced: Tensor[] = [];
    for (const [name, held] of this.#tensors) {
      const tensor = next(name);
      if (!tensor) continue;
      replaced.push(held.current);
      held.current = tensor;
    }
    releaseArrays(replaced.filter(onHost).map(floats));
    disposeBuffers(replaced);
  }

  /** Copies on the host. One tensor at a time, so that the GPU need not hold the state twice. */
  async read(): Promise<Record<string, Float32Array>> {
    assertIdle(this, 'readState');
    this.running = true;
    const copies: Record<string, Float32Array> = {};
    let session: OnnxSession | undefined;
    try {
      for (const [name, { current }] of this.#tensors) {
        if (onHost(current)) copies[name] = floats(current).slice();
        else {
          session ??= await createSession(handOn, { provider: this.#provider, constantWeights: false });
          copies[name] = await broughtHome(current, session);
        }
      }
    } finally {
      this.running = false;
      await session?.release();
    }
    return copies;
  }

  write(state: Readonly<Record<string, Float32Array>>): void {
    assertIdle(this, 'writeState');
    checkSizes('state', this.shapes, state);
    for (const [name, data] of Object.entries(state)) {
      const held = this.#tensors.get(name);
      if (!held) continue;
      if (onHost(held.current)) floats(held.current).set(data);
      else {
        disposeBuffers([held.current]);
        held.current = floatTensor(data.slice(), held.shape);
      }
    }
  }

  /** For every program that shares the state. */
  join(): void {
    this.#programs++;
  }

  /** The last program that leaves gives back what the GPU holds; arrays of the host may be the caller's. */
  leave(): void {
    this.#programs--;
    if (this.#programs === 0) disposeBuffers([...this.#tensors.values()].map(({ current }) => current));
  }
}
