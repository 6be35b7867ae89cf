// Programs on devices: a step function in tfjs-core operations, compiled for static shapes and run with its state.
export { availableDevices, openDevice, type DeviceOptions } from './devices/open-device.ts';
export type { ModelStore } from './devices/kept-models.ts';
export {
  deviceNames,
  type AwaitedTensor,
  type CompileOptions,
  type Device,
  type DeviceName,
  type HostTensor,
  type Program,
  type ProgramStats,
} from './devices/program.ts';
export { printGraph } from './graph/print.ts';
export { runPasses } from './passes/passes.ts';
export {
  traceProgram,
  type StepFunction,
  type StepShapes,
  type Tensors,
  type TensorShapes,
} from './trace/trace.ts';
