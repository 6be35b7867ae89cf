// A DRIT training compiled on a device: a program for each kind of mini-batch, over one state; by parameter on the outside, by
// vector on the inside.
import { dritShapes, type HostTensor } from '@starlab/models';
import type { TrainingDevice } from '../compile-training.ts';
import { packModules, unpackModules } from '../../state/modules.ts';
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
  const form = (kind: MiniBatchKind) => ({
    step: dritIteration(settings, kind, { gradientNorms }),
    inputs: dritInputs(settings, kind),
  });
  const [onContent, onAll] = [form('content'), form('full')];
  const content = await device.compile(onContent.step, {
    state: packModules(values, shapes),
    inputs: onContent.inputs,
  });
  const programs = { content, full: await content.alongside(onAll.step, { inputs: onAll.inputs }) };
  return {
    run: (number, inputs) => programs[miniBatch(number, settings.schedule).kind].run(inputs),
    readState: async () => unpackModules(await content.readState(), shapes),
    dispose: async () => {
      await programs.content.dispose();
      await programs.full.dispose();
    },
  };
}
