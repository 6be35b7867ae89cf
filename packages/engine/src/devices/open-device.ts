// The devices by name: which are there, and opening one. Backends that need an installation of their own are imported only
// when they are asked for.
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { nearestName, StarlabError } from '@starlab/experiment';
import { env, setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { eagerDevice } from './eager-device.ts';
import type { ModelStore } from './kept-models.ts';
import { onnxDevice } from './onnx-device.ts';
import { deviceNames, type Device, type DeviceName } from './program.ts';
import type { ExecutionProvider } from './session.ts';
import { tryApart, tryHere, type TryProvider } from './try-provider.ts';

export interface DeviceOptions {
  /** Threads of the CPU device; default: one per core. */
  readonly threads?: number;
  /** False compiles the step as it is written, without the exact rewrites; default true. */
  readonly rewrites?: boolean;
  /** Where ONNX Runtime's devices keep the models of steps with an identity; default: nowhere. */
  readonly models?: ModelStore;
}

interface DeviceEntry {
  /** Undefined when the device can be used, else why not and what to do. */
  readonly missing: (tryProvider: TryProvider) => Promise<{ reason: string; remedy: string } | undefined>;
  readonly note: string;
  readonly open: (options: DeviceOptions) => Promise<Device>;
}

const threadsText = (count: number): string => (count === 1 ? '1 thread' : `${count} threads`);

function onnxEntry(
  provider: ExecutionProvider,
  { note, remedy }: { note: string; remedy: string },
): DeviceEntry {
  const missing: DeviceEntry['missing'] = async (tryProvider) => {
    const reason = await tryProvider(provider);
    return reason === undefined ? undefined : { reason, remedy };
  };
  const open: DeviceEntry['open'] = async ({ threads, rewrites = true, models }) =>
    onnxDevice({
      name: provider,
      provider,
      description: provider === 'cpu' ? `${note}, ${threadsText(threads ?? availableParallelism())}` : note,
      ...(threads !== undefined && { threads }),
      rewrites,
      ...(models && { models }),
    });
  return { missing, note, open };
}

/** tfjs greets every user of its CPU backend with advice to install another; production mode keeps it quiet. */
async function openTfjsCpu(): Promise<Device> {
  await import('@tensorflow/tfjs-backend-cpu');
  const wasProduction = env().getBool('PROD');
  env().set('PROD', true);
  await setBackend('cpu');
  tensor1d([0]).dispose();
  env().set('PROD', wasProduction);
  return eagerDevice({
    name: 'tfjs-cpu',
    backend: 'cpu',
    description: 'plain JavaScript, slow: for checking',
  });
}

function tfjsNodeEntry(name: 'tfjs-node' | 'tfjs-node-gpu', note: string): DeviceEntry {
  const packageName = `@tensorflow/${name}`;
  const require = createRequire(import.meta.url);
  return {
    note,
    missing: async () => {
      try {
        require.resolve(packageName);
        return undefined;
      } catch {
        const remedy = `Add it with: npm install --no-save ${packageName}@4.22.0`;
        return { reason: `${packageName} is not installed`, remedy };
      }
    },
    open: async () => {
      await import(packageName);
      return eagerDevice({ name, backend: 'tensorflow', description: note });
    },
  };
}

const devices: Readonly<Record<DeviceName, DeviceEntry>> = {
  cpu: onnxEntry('cpu', {
    note: 'ONNX Runtime on the CPU',
    remedy: 'Reinstall onnxruntime-node (npm ci).',
  }),
  cuda: onnxEntry('cuda', {
    note: 'ONNX Runtime on an NVIDIA GPU',
    remedy:
      'Add it with: ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js',
  }),
  webgpu: onnxEntry('webgpu', {
    note: 'ONNX Runtime on WebGPU (experimental)',
    remedy: 'It needs a GPU with a working Vulkan, Metal or Direct3D 12 driver.',
  }),
  'tfjs-node-gpu': tfjsNodeEntry('tfjs-node-gpu', 'TensorFlow on an NVIDIA GPU, operation by operation'),
  'tfjs-node': tfjsNodeEntry('tfjs-node', 'TensorFlow on the CPU, operation by operation'),
  'tfjs-cpu': {
    note: 'plain JavaScript, slow: for checking',
    missing: async () => undefined,
    open: openTfjsCpu,
  },
};

/** What 'auto' tries, best first. WebGPU is left out until it has trained on a real GPU. */
const automatic: readonly DeviceName[] = ['cuda', 'tfjs-node-gpu', 'cpu'];

/** Every device, whether it can be used here, and a note for people. Nothing of what is tried stays in this process. */
export function availableDevices(): Promise<{ name: DeviceName; available: boolean; note: string }[]> {
  return Promise.all(
    deviceNames.map(async (name) => {
      const { missing, note } = devices[name];
      const fault = await missing(tryApart);
      return { name, available: !fault, note: fault ? `${fault.reason}. ${fault.remedy}` : note };
    }),
  );
}

async function openNamed(name: DeviceName, options: DeviceOptions): Promise<Device> {
  const entry = devices[name];
  const fault = await entry.missing(tryHere);
  if (fault)
    throw new StarlabError(`The device '${name}' is not available: ${fault.reason}.`, {
      remedy: fault.remedy,
    });
  return entry.open(options);
}

/** Opens a device; 'auto' takes the best that is there. Throws a StarlabError when it is not there, saying how to add it. */
export async function openDevice(name: DeviceName | 'auto', options: DeviceOptions = {}): Promise<Device> {
  if (name !== 'auto' && !deviceNames.includes(name)) {
    const near = nearestName(name, ['auto', ...deviceNames]);
    throw new StarlabError(`There is no device '${String(name)}'.`, {
      remedy: near ? `Did you mean '${near}'?` : `Devices are: auto, ${deviceNames.join(', ')}.`,
    });
  }
  if (name !== 'auto') return openNamed(name, options);
  for (const candidate of automatic)
    if (!(await devices[candidate].missing(tryHere))) return devices[candidate].open(options);
  return openNamed('cpu', options);
}
