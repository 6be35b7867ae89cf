// A MUNIT training compiled on a device: by parameter on the outside, by vector on the inside.
import { munitShapes, type HostTensor } from '@starlab/models';
import type { TrainingDevice } from '../compile-training.ts';
import { packModules, unpackModules } from '../../state/modules.ts';
import { munitInputs, munitIteration } from './iteration.ts';
import type { MunitSettings } from './settings.ts';

type Arrays = Readonly<Record<string, Float32Array>>;

export interface MunitProgram {
  /** One iteration; `inputs` as `munitInputs` lists them. */
  run(inputs: Arrays): Promise<Record<string, Float32Array>>;
  /** By parameter. */
  readState(): Promise<Record<string, Float32Array>>;
  dispose(): Promise<void>;
}

export interface CompileMunitOptions {
  readonly settings: MunitSettings;
  /** By parameter, as `initialModules` has it. */
  readonly state: Readonly<Record<string, HostTensor>>;
  readonly gradientNorms?: boolean;
}

export async function compileMunit<Stats>(
  device: TrainingDevice<Stats>,
  { settings, state, gradientNorms = false }: CompileMunitOptions,
): Promise<MunitProgram> {
  const shapes = munitShapes(settings.architecture);
  const values = Object.fromEntries(Object.entries(state).map(([name, { data }]) => [name, data]));
  const program = await device.compile(munitIteration(settings, { gradientNorms }), {
    state: packModules(values, shapes),
    inputs: munitInputs(settings),
  });
  return {
    run: (inputs) => program.run(inputs),
    readState: async () => unpackModules(await program.readState(), shapes),
    dispose: () => program.dispose(),
  };
}
