// What a device makes of a step function, and the checks every device does on what it is handed.
import { nearestName, StarlabError, type DeviceName } from '@starlab/experiment';
import { sizeOf, type Shape } from '../graph/node.ts';
import type { StepFunction, TensorShapes } from '../trace/trace.ts';

export { deviceNames, type DeviceName } from '@starlab/experiment';

/** Values on the host, with their shape. */
export interface HostTensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** A tensor whose values may still be on their way: compiling needs only its shape. */
export interface AwaitedTensor {
  readonly shape: Shape;
  readonly data: Float32Array | Promise<Float32Array>;
}

export interface CompileOptions {
  /** Initial values, handed over: once the step has changed them, the arrays given may be empty. */
  readonly state: Readonly<Record<string, AwaitedTensor>>;
  readonly inputs: TensorShapes;
  /** Tensors that never change, e.g. the weights of a feature network: given to the step within its state, not returned by it. */
  readonly constants?: Readonly<Record<string, HostTensor>>;
  /**
   * All that the step depends on besides its shapes, as text: a device that keeps models may then take one that was compiled before
   * (never where there are constants, which would be in it). Left out, the step is compiled.
   */
  readonly identity?: string;
}

export interface ProgramStats {
  /** Operators executed per run (0 on eager devices). */
  readonly nodes: number;
  /** Arithmetic of convolutions and matrix products per run, as often as the step function asks for it and as it is executed. */
  readonly gigaOperations: { readonly written: number; readonly executed: number };
  /** Of compiling; 0 but for the session where a model was taken that was compiled before. */
  readonly milliseconds: {
    readonly trace: number;
    readonly passes: number;
    readonly emit: number;
    readonly session: number;
  };
}

/** A step function compiled for its shapes. It holds its state between runs. */
export interface Program {
  /**
   * One step: advances the state and gives the outputs by name. Throws a StarlabError when the inputs are not exactly those
   * it was compiled for, and when a run is still going on.
   */
  run(inputs: Readonly<Record<string, Float32Array>>): Promise<Record<string, Float32Array>>;
  /** Copies of the state. */
  readState(): Promise<Record<string, Float32Array>>;
  /** Replaces state tensors by copies of the given ones; names left out keep their value. */
  writeState(state: Readonly<Record<string, Float32Array>>): void;
  /**
   * Another step over the same state: what either program advances, both see. So a training iteration may have several
   * forms. Each is disposed of on its own; the state lives as long as one of them.
   */
  alongside(step: StepFunction, options: Omit<CompileOptions, 'state'>): Promise<Program>;
  readonly stats: ProgramStats;
  dispose(): Promise<void>;
}

export interface Device {
  readonly name: DeviceName;
  /** One line for people. */
  readonly description: string;
  compile(step: StepFunction, options: CompileOptions): Promise<Program>;
}

/** Throws while a run is going on: the state is between two steps. */
export function assertIdle(state: { readonly running: boolean }, call: string): void {
  if (!state.running) return;
  throw new StarlabError(`${call} was called while the program is running.`, {
    remedy: 'Wait for the promise of the last run first.',
  });
}

const listed = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ') || 'none';

/** Throws unless every tensor in `given` is known and has the right number of values. */
export function checkSizes(
  what: 'input' | 'state',
  expected: TensorShapes,
  given: Readonly<Record<string, Float32Array>>,
): void {
  for (const [name, data] of Object.entries(given)) {
    const shape = expected[name];
    if (!shape) {
      const near = nearestName(name, Object.keys(expected));
      throw new StarlabError(`The program has no ${what} '${name}'.`, {
        remedy: near ? `Did you mean '${near}'?` : `It has ${listed(Object.keys(expected).slice(0, 20))}.`,
      });
    }
    if (data.length !== sizeOf(shape))
      throw new StarlabError(
        `The ${what} '${name}' was given ${data.length} values; its shape [${shape.join(', ')}] takes ${sizeOf(shape)}.`,
        { remedy: 'Compile the program for the shapes it is run with.' },
      );
  }
}

/** Throws unless `given` are exactly the expected inputs. */
export function checkInputs(expected: TensorShapes, given: Readonly<Record<string, Float32Array>>): void {
  checkSizes('input', expected, given);
  const missing = Object.keys(expected).filter((name) => !(name in given));
  if (missing.length > 0)
    throw new StarlabError(`The program was run without its input ${listed(missing)}.`, {
      remedy: `It takes ${listed(Object.keys(expected))}.`,
    });
}

/** Throws when a state or constant tensor has not as many values as its shape says. */
export function checkHostTensors(tensors: Readonly<Record<string, HostTensor>>): void {
  for (const [name, { shape, data }] of Object.entries(tensors))
    if (data.length !== sizeOf(shape))
      throw new StarlabError(
        `The tensor '${name}' has ${data.length} values, but its shape [${shape.join(', ')}] takes ${sizeOf(shape)}.`,
        { remedy: 'Give as many values as the shape says.' },
      );
}

/** The tensors once all their values are there. Rejects when one has not as many as its shape says. */
export async function arrived(
  tensors: Readonly<Record<string, AwaitedTensor>>,
): Promise<Record<string, HostTensor>> {
  const entries = Object.entries(tensors).map(
    async ([name, { shape, data }]) => [name, { shape, data: await data }] as const,
  );
  const there = Object.fromEntries(await Promise.all(entries));
  checkHostTensors(there);
  return there;
}
