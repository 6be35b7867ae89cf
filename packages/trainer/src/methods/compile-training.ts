// The iteration compiled on a device, each of its forms a program over one state; that state by parameter on the outside and
// by vector on the inside.
import type { RunConfig } from '@starlab/experiment';
import { heatMapConstants, sizeOf, type Architecture, type HostTensor } from '@starlab/models';
import { packState, unpackState, vectorShapes } from '../state/packed-state.ts';
import { trainingMethod } from './method-of.ts';
import type { Arrays, StepFunction, TrainingMethod, TrainingStepOptions } from './training-method.ts';

interface StepOptions {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly constants?: Readonly<Record<string, HostTensor>>;
  /** All that the step depends on besides its shapes. */
  readonly identity?: string;
}

/** What a device makes of a step: the engine's `Program`, as far as training needs it. */
interface CompiledStep<Stats> {
  run(inputs: Arrays): Promise<Record<string, Float32Array>>;
  readState(): Promise<Record<string, Float32Array>>;
  writeState(state: Arrays): void;
  alongside(step: StepFunction, options: StepOptions): Promise<CompiledStep<Stats>>;
  readonly stats: Stats;
  dispose(): Promise<void>;
}

/** The engine's `Device`, as far as training needs it. */
export interface TrainingDevice<Stats> {
  compile(step: StepFunction, options: StepOptions & { state: VectorState }): Promise<CompiledStep<Stats>>;
}

/** The state by vector; its values may still be on their way. */
type VectorState = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: Float32Array | Promise<Float32Array> }>
>;

export interface CompileTrainingOptions extends Omit<TrainingStepOptions, 'masks'> {
  readonly config: RunConfig;
  readonly architecture: Architecture;
  /** By parameter, as `initialState` or a checkpoint has it; or by vector (see `initialVectors`), not needed before the first run. */
  readonly state: Readonly<Record<string, HostTensor>> | Promise<Arrays>;
  /** Makes the masks where highPassWeight > 0; without it they are inputs. */
  readonly heatMapNetwork?: Readonly<Record<string, HostTensor>> | undefined;
}

export interface CompiledTraining<Stats> {
  /** Runs iteration i, counted from 0, on its inputs. */
  run(iteration: number, inputs: Arrays): Promise<Record<string, Float32Array>>;
  readState(): Promise<Record<string, Float32Array>>;
  /** The whole state, by parameter. */
  writeState(state: Arrays): void;
  /** Of each form. */
  readonly stats: Readonly<Record<string, Stats>>;
  dispose(): Promise<void>;
}

const arraysOf = (tensors: Readonly<Record<string, HostTensor>>): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));

const zerosBetweenRuns = ({ betweenRuns = {} }: TrainingMethod): Record<string, HostTensor> =>
  Object.fromEntries(
    Object.entries(betweenRuns).map(([name, shape]) => [
      name,
      { shape, data: new Float32Array(sizeOf(shape)) },
    ]),
  );

function addTo(sums: Record<string, Float32Array>, outputs: Arrays): void {
  for (const [name, values] of Object.entries(outputs)) {
    const sum = sums[name];
    sums[name] = sum ? sum.map((value, i) => value + (values[i] ?? 0)) : values;
  }
}

/** By vector, whichever way the state is given. */
function vectorState(
  state: CompileTrainingOptions['state'],
  config: RunConfig,
  architecture: Architecture,
): VectorState {
  if (!(state instanceof Promise)) return packState(arraysOf(state), config, architecture);
  const vector = async (name: string): Promise<Float32Array> => {
    const found = (await state)[name];
    if (!found) throw new RangeError(`the state has no ${name}`);
    return found;
  };
  const entries = Object.entries(vectorShapes(config, architecture)).map(([name, shape]) => [
    name,
    { shape, data: vector(name) },
  ]);
  return Object.fromEntries(entries) as VectorState;
}

/** Keys of a configuration that no step depends on: random numbers and schedules are inputs. */
const BESIDE_THE_STEP = { seed: 0, logEvery: 1, sampleEvery: 1, checkpointEvery: 1 } as const;

/** Equal for iterations that are the same functions of state and inputs, unless they differ in what has no effect. */
export const stepIdentity = (
  config: RunConfig,
  architecture: Architecture,
  options: TrainingStepOptions,
): string => JSON.stringify([{ ...config, ...BESIDE_THE_STEP }, architecture, options]);

/** Compiles every form of the iteration. The state is read and written by parameter (see `stateShapes`). */
export async function compileTraining<Stats>(
  device: TrainingDevice<Stats>,
  { config, architecture, state, heatMapNetwork, ...options }: CompileTrainingOptions,
): Promise<CompiledTraining<Stats>> {
  const stepOptions: TrainingStepOptions = { ...options, masks: heatMapNetwork ? 'made' : 'given' };
  const method = trainingMethod(config, architecture, stepOptions);
  // Compiling is a function of its own so that the state by parameter can be freed while it goes on.
  return compileForms(device, {
    config,
    architecture,
    method,
    identity: stepIdentity(config, architecture, stepOptions),
    state: { ...vectorState(state, config, architecture), ...zerosBetweenRuns(method) },
    constants: heatMapConstants(heatMapNetwork),
  });
}

interface Forms extends Pick<CompileTrainingOptions, 'config' | 'architecture'> {
  readonly method: TrainingMethod;
  /** Of the iteration, whichever its form. */
  readonly identity: string;
  /** By vector. */
  readonly state: VectorState;
  readonly constants: Readonly<Record<string, HostTensor>>;
}

async function compileForms<Stats>(
  device: TrainingDevice<Stats>,
  { config, architecture, method, identity, state, constants }: Forms,
): Promise<CompiledTraining<Stats>> {
  const [first, ...others] = Object.entries(method.forms);
  if (!first) throw new RangeError(`method ${config.method} has no iteration`);
  const optionsOf = ([name, { inputs }]: typeof first): StepOptions => ({
    inputs,
    constants,
    identity: `${name} of ${identity}`,
  });
  const main = await device.compile(first[1].step, { state, ...optionsOf(first) });
  const programs = new Map([[first[0], main]]);
  for (const form of others) programs.set(form[0], await main.alongside(form[1].step, optionsOf(form)));
  return {
    run: async (iteration, inputs) => {
      const outputs: Record<string, Float32Array> = {};
      for (const { form, inputs: own } of method.runsOf(iteration, inputs)) {
        const program = programs.get(form);
        if (!program) throw new RangeError(`method ${config.method} has no form ${form}`);
        addTo(outputs, await program.run(own));
      }
      return outputs;
    },
    readState: async () => unpackState(await main.readState(), config, architecture),
    writeState: (arrays) => {
      main.writeState(arraysOf(packState(arrays, config, architecture)));
    },
    stats: Object.fromEntries([...programs].map(([name, { stats }]) => [name, stats])),
    dispose: async () => {
      for (const program of programs.values()) await program.dispose();
    },
  };
}
