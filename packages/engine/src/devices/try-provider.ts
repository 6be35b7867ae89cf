// Whether a provider of ONNX Runtime can be used on this machine: the only way to know is to open a model on it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { encodeModel } from '../onnx/model.ts';
import { builtInProviders, createSession, type ExecutionProvider } from './session.ts';

/** Why a provider cannot be used; undefined when it can. */
export type TryProvider = (provider: ExecutionProvider) => Promise<string | undefined>;

/** Time for a driver to wake a sleeping GPU. */
const PROBE_MS = 30_000;

/** The smallest model: y = x. */
const identityModel = (): Uint8Array =>
  encodeModel({
    nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
    inputs: [{ name: 'x', type: 'float32', shape: [1] }],
    outputs: [{ name: 'y', type: 'float32', shape: [1] }],
    initialisers: [],
  });

/** ONNX Runtime opens some messages with the place in its source and the check that failed; what follows is the reason. */
export const reasonIn = (message: string): string =>
  (message.split('\n')[0] ?? '').replace(/^\S*onnxruntime_src\S*.*? was false\.\s*/, '').replace(/\.$/, '');

const ifBuiltIn =
  (tryProvider: TryProvider): TryProvider =>
  async (provider) =>
    builtInProviders().includes(provider)
      ? tryProvider(provider)
      : `this build of onnxruntime-node has no ${provider} provider`;

/** In this process, which then holds the provider's libraries. */
export const tryHere = ifBuiltIn(async (provider) => {
  try {
    const session = await createSession(identityModel(), { provider, constantWeights: false });
    await session.release();
    return undefined;
  } catch (error) {
    return reasonIn(error instanceof Error ? error.message : String(error));
  }
});

/** In a process of its own: drivers write to the terminal what they like, and a faulty one ends the process it is loaded in. */
export const tryApart = ifBuiltIn(async (provider) => {
  const probe = fileURLToPath(new URL('./probe.mjs', import.meta.url));
  const model = Buffer.from(identityModel()).toString('base64');
  return new Promise((resolve) => {
    execFile(process.execPath, [probe, provider, model], { timeout: PROBE_MS }, (error, said) => {
      if (!error) resolve(undefined);
      else if (said !== '') resolve(reasonIn(said));
      else if (error.killed) resolve(`no answer within ${PROBE_MS / 1000} s`);
      else resolve(`its driver ended the process that tried it (${error.signal ?? `code ${error.code}`})`);
    });
  });
});
