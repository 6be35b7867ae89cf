// The iteration compiled on a device, with its state by parameter on the outside and by vector on the inside.
import type { RunConfig } from '@starlab/experiment';
import type { Architecture, HostTensor } from '@starlab/models';
import { packState, unpackState } from '../state/packed-state.ts';
import { trainingInputs } from './inputs.ts';
import { trainingStep, type StepFunction, type TrainingStepOptions } from './stargan-v2.ts';

type Arrays = Readonly<Record<string, Float32Array>>;

/** What a device makes of a step: the engine's `Program`, as far as training needs it. */
export interface CompiledStep<Stats> {
  run(inputs: Arrays): Promise<Record<string, Float32Array>>;
  readState(): Promise<Record<string, Float32Array>>;
  writeState(state: Arrays): void;
  readonly stats: Stats;
  dispose(): Promise<void>;
}

/** The engine's `Device`, as far as training needs it. */
export interface TrainingDevice<Stats> {
  compile(
    step: StepFunction,
    options: {
      state: Readonly<Record<string, HostTensor>>;
      inputs: Readonly<Record<string, readonly number[]>>;
    },
  ): Promise<CompiledStep<Stats>>;
}

export interface CompileTrainingOptions extends TrainingStepOptions {
  readonly config: RunConfig;
  readonly architecture: Architecture;
  /** By parameter, as `initialState` or a checkpoint has it. */
  readonly state: Readonly<Record<string, HostTensor>>;
}

const arraysOf = (tensors: Readonly<Record<string, HostTensor>>): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));

/**
 * Compiles the training step. The program takes `trainingInputs`; its state is read by parameter (see `stateShapes`) and
 * written so as well, always the whole state.
 */
export async function compileTraining<Stats>(
  device: TrainingDevice<Stats>,
  { config, architecture, state, ...options }: CompileTrainingOptions,
): Promise<CompiledStep<Stats>> {
  const program = await device.compile(trainingStep(config, architecture, options), {
    state: packState(arraysOf(state), config, architecture),
    inputs: trainingInputs(config, architecture),
  });
  return {
    run: (inputs) => program.run(inputs),
    readState: async () => unpackState(await program.readState(), config, architecture),
    writeState: (arrays) => {
      program.writeState(arraysOf(packState(arrays, config, architecture)));
    },
    stats: program.stats,
    dispose: () => program.dispose(),
  };
}
