// Measures the training step on this machine and prints JSON: seconds and CPU seconds an iteration, compilation by stages,
// memory, arithmetic, and how near it comes to the machine's rate, which is taken between the iterations.
//   npm run bench:train -- --image-size 64 --batch 8 --width 32 [--method stargan] [--iterations 10] [--threads 2] [--rewrites off]
import { parseArgs } from 'node:util';
import { deviceNames, openDevice, type ProgramStats } from '@starlab/engine';
import { ablationRow, resolveConfig, StarlabError } from '@starlab/experiment';
import { architectureOf, heatMapNetworkShapes, sizeOf } from '@starlab/models';
import { compileTraining, initialVectors, trainingMethod } from '@starlab/trainer';
import { keptModels } from '../src/bundling/kept-models.ts';
import { drawInitialState } from '../src/training/initial-state.ts';
import { machineRate } from './training/machine-rate.ts';
import { randomBatch } from './training/random-batch.ts';

const { values } = parseArgs({
  options: {
    'image-size': { type: 'string', default: '32' },
    batch: { type: 'string', default: '8' },
    accumulate: { type: 'string', default: '1' },
    width: { type: 'string', default: '16' },
    'max-width': { type: 'string' },
    hidden: { type: 'string', default: '512' },
    domains: { type: 'string', default: '3' },
    method: { type: 'string', default: 'stargan-v2' },
    iterations: { type: 'string', default: '10' },
    device: { type: 'string', default: 'cpu' },
    threads: { type: 'string' },
    rewrites: { type: 'string', default: 'on' },
    'linearised-r1': { type: 'string', default: 'on' },
    'high-pass': { type: 'string', default: '0' },
    /** Where the first state is drawn: in a thread, as training does, or here. */
    'initial-state': { type: 'string', default: 'thread' },
    /** Whether a model that was compiled before may be taken, as training does: kept, or compiled. */
    models: { type: 'string', default: 'compiled' },
  },
});

const deviceName = deviceNames.find((name) => name === values.device);
if (!deviceName) throw new RangeError(`--device ${values.device}: give one of ${deviceNames.join(', ')}`);
if (values.method !== 'stargan-v2' && values.method !== 'stargan')
  throw new RangeError(`--method ${values.method}: give stargan-v2 or stargan`);

const domainCount = Number(values.domains);
const baseWidth = Number(values.width);
const config = resolveConfig({
  ...(values.method === 'stargan' && ablationRow('A').overrides),
  imageSize: Number(values['image-size']),
  batchSize: Number(values.batch),
  accumulationSteps: Number(values.accumulate),
  baseWidth,
  maxWidth: Number(values['max-width'] ?? 8 * baseWidth),
  hiddenDimension: Number(values.hidden),
  highPassWeight: Number(values['high-pass']),
  iterations: Number(values.iterations),
});
const architecture = architectureOf(config, domainCount);
const initialState =
  values['initial-state'] === 'thread'
    ? drawInitialState({ config, domainCount })
    : Promise.resolve(initialVectors(config, architecture));
/** Zeros: masks of nothing take as long as any. */
const heatMapNetwork = Object.fromEntries(
  Object.entries(heatMapNetworkShapes).map(([name, shape]) => [
    name,
    { shape, data: new Float32Array(sizeOf(shape)) },
  ]),
);

const device = await openDevice(deviceName, {
  rewrites: values.rewrites !== 'off',
  ...(values.models === 'kept' && keptModels()),
  ...(values.threads && { threads: Number(values.threads) }),
}).catch((error: unknown) => {
  if (!(error instanceof StarlabError)) throw error;
  console.error(`${error.message} ${error.remedy}`);
  process.exit(1);
});
const masks = config.highPassWeight > 0 ? 'made' : 'given';
const method = trainingMethod(config, architecture, { masks });
const program = await compileTraining<ProgramStats>(device, {
  config,
  architecture,
  state: initialState,
  linearisedR1: values['linearised-r1'] !== 'off',
  ...(config.highPassWeight > 0 && { heatMapNetwork }),
});

interface Timing {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

async function runIteration(iteration: number): Promise<Timing> {
  const batch = randomBatch(config, { iteration, domainCount });
  const inputs = method.inputs(batch, { iteration });
  const [start, cpuStart] = [performance.now(), process.cpuUsage()];
  await program.run(iteration, inputs);
  const { user, system } = process.cpuUsage(cpuStart);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}

const first = await runIteration(0);
const secondsFromProcessStart = performance.now() / 1000;
await runIteration(1);
// Read before the machine's rate takes memory of its own.
const peakMemoryMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);

const rates = {
  product: await machineRate(device, 'product'),
  convolution: await machineRate(device, 'convolution'),
};
const timings: Timing[] = [];
const measured = { product: [] as number[], convolution: [] as number[] };
for (let iteration = 2; iteration < 2 + config.iterations; iteration++) {
  measured.product.push(await rates.product.measure());
  timings.push(await runIteration(iteration));
  measured.convolution.push(await rates.convolution.measure());
}
await Promise.all([program.dispose(), rates.product.dispose(), rates.convolution.dispose()]);

const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
const least = (numbers: readonly number[]): number => Math.min(...numbers);
const most = (numbers: readonly number[]): number => Math.max(...numbers);
const median = (numbers: readonly number[]): number => sorted(numbers)[numbers.length >> 1] ?? Number.NaN;
const summary = (numbers: readonly number[]) => ({ min: least(numbers), median: median(numbers) });

/** Of a whole iteration: each form as often as it is run. */
function writtenGigaOperations(): number {
  const inputs = method.inputs(randomBatch(config, { iteration: 0, domainCount }), { iteration: 0 });
  return method
    .runsOf(0, inputs)
    .reduce((sum, { form }) => sum + (program.stats[form]?.gigaOperations.written ?? 0), 0);
}
const seconds = timings.map((timing) => timing.seconds);
const report = {
  device: device.description,
  settings: values,
  secondsPerIteration: { first: first.seconds, ...summary(seconds) },
  cpuSecondsPerIteration: summary(timings.map((timing) => timing.cpuSeconds)),
  secondsFromProcessStart,
  peakMemoryMegabytes,
  stats: program.stats,
  machineGigaOperationsPerSecond: {
    product: { max: most(measured.product), median: median(measured.product) },
    convolution: { max: most(measured.convolution), median: median(measured.convolution) },
  },
  // StarGAN's iterations differ, so they have no one figure.
  ...(values.method === 'stargan-v2' && {
    utilisation: {
      best: writtenGigaOperations() / (least(seconds) * most(measured.product)),
      median: writtenGigaOperations() / (median(seconds) * median(measured.product)),
    },
  }),
};
console.log(JSON.stringify(report, null, 2));
