// A DRIT training compiled on a device: a program for each kind of mini-batch, between which the state goes to and fro; by
// parameter on the outside, by vector on the inside.
import { dritShapes, type HostTensor } from '@starlab/models';
import type { CompiledStep, TrainingDevice } from '../iteration/compile-training.ts';
import { packModules, unpackModules } from '../state/modules.ts';
import { dritInputs } from './inputs.ts';
import { dritIteration } from './iteration.ts';
import { miniBatch, type MiniBatchKind } from './schedule.ts';
import type { DritSettings } from './settings.ts';

type Arrays = Readonly<Record<string, Float32Array>>;

export interface DritProgram {
  /** One mini-batch, `number` counted from 0 through all epochs; `inputs` as `dritInputs` lists them for its kind. */
  run(number: number, inputs: Arrays): Promise<Record<string, Float32Array>>;
  /** By parameter. */
  readState(): Promise<Record<string, Float32Array>>;
  dispose(): Promise<void>;
}

export interface CompileDritOptions {
  readonly settings: DritSettings;
  /** By parameter, as `initialModules` has it. */
  readonly state: Readonly<Record<string, HostTensor>>;
  readonly gradientNorms?: boolean;
}

export async function compileDrit<Stats>(
  device: TrainingDevice<Stats>,
  { settings, state, gradientNorms = false }: CompileDritOptions,
): Promise<DritProgram> {
  const shapes = dritShapes(settings.architecture);
  const values = Object.fromEntries(Object.entries(state).map(([name, { data }]) => [name, data]));
  const compile = (kind: MiniBatchKind): Promise<CompiledStep<Stats>> =>
    device.compile(dritIteration(settings, kind, { gradientNorms }), {
      state: packModules(values, shapes),
      inputs: dritInputs(settings, kind),
    });
  const programs = { content: await compile('content'), full: await compile('full') };
  let last: MiniBatchKind = 'content';
  return {
    async run(number, inputs) {
      const { kind } = miniBatch(number, settings.schedule);
      if (kind !== last) programs[kind].writeState(await programs[last].readState());
      last = kind;
      return programs[kind].run(inputs);
    },
    readState: async () => unpackModules(await programs[last].readState(), shapes),
    dispose: async () => {
      await programs.content.dispose();
      await programs.full.dispose();
    },
  };
}
