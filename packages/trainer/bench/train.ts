// Measures the training step on this machine with random batches and prints JSON.
//   npm run bench:train -w @starlab/trainer -- --image-size 32 --batch 8 --width 16 --iterations 10 [--rewrites off] [--linearised-r1 off] [--high-pass 1]
import { parseArgs } from 'node:util';
import { openDevice } from '@starlab/engine';
import { normalArray, resolveConfig, type Batch, type RunConfig } from '@starlab/experiment';
import { heatMapNetworkShapes, sizeOf, starganV2Architecture } from '@starlab/models';
import { compileTraining, initialState, iterationInputs } from '../src/index.ts';

const { values } = parseArgs({
  options: {
    'image-size': { type: 'string', default: '32' },
    batch: { type: 'string', default: '8' },
    width: { type: 'string', default: '16' },
    'max-width': { type: 'string', default: '' },
    hidden: { type: 'string', default: '512' },
    domains: { type: 'string', default: '3' },
    iterations: { type: 'string', default: '10' },
    device: { type: 'string', default: 'cpu' },
    threads: { type: 'string', default: '' },
    rewrites: { type: 'string', default: 'on' },
    'linearised-r1': { type: 'string', default: 'on' },
    'lambda-ds': { type: 'string', default: '1' },
    'high-pass': { type: 'string', default: '0' },
  },
});

const domainCount = Number(values.domains);
const iterations = Number(values.iterations);
const baseWidth = Number(values.width);
const config = resolveConfig({
  imageSize: Number(values['image-size']),
  batchSize: Number(values.batch),
  baseWidth,
  maxWidth: Number(values['max-width'] || 8 * baseWidth),
  hiddenDimension: Number(values.hidden),
  lambdaDs: Number(values['lambda-ds']),
  highPassWeight: Number(values['high-pass']),
  iterations,
});
const architecture = starganV2Architecture(config, domainCount);

function randomBatch({ seed, imageSize, batchSize, latentDimension }: RunConfig, iteration: number): Batch {
  const numbers = (purpose: string, count: number): Float32Array =>
    normalArray({ seed, purpose, index: iteration }, count);
  const image = (purpose: string): Float32Array => numbers(purpose, batchSize * 3 * imageSize ** 2);
  const domain = (offset: number): Int32Array =>
    Int32Array.from({ length: batchSize }, (_, i) => (i + offset) % domainCount);
  return {
    source: image('source'),
    reference: image('reference'),
    reference2: image('reference2'),
    sourceDomain: domain(0),
    targetDomain: domain(1),
    latent: numbers('latent', batchSize * latentDimension),
    latent2: numbers('latent2', batchSize * latentDimension),
  };
}

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
const milliseconds = (from: number): number => Math.round(performance.now() - from);

const device = await openDevice(values.device as Parameters<typeof openDevice>[0], {
  rewrites: values.rewrites !== 'off',
  ...(values.threads && { threads: Number(values.threads) }),
});
/** Zeros: masks of nothing take as long as any. */
const heatMapNetwork = Object.fromEntries(
  Object.entries(heatMapNetworkShapes).map(([name, shape]) => [
    name,
    { shape, data: new Float32Array(sizeOf(shape)) },
  ]),
);
const compiling = performance.now();
const program = await compileTraining(device, {
  config,
  architecture,
  state: initialState(config, architecture),
  linearisedR1: values['linearised-r1'] !== 'off',
  ...(config.highPassWeight > 0 && { heatMapNetwork }),
});
const compileMilliseconds = milliseconds(compiling);

const seconds: number[] = [];
const cpuSeconds: number[] = [];
let losses: Record<string, Float32Array> = {};
for (let iteration = 0; iteration < iterations; iteration++) {
  const inputs = iterationInputs(randomBatch(config, iteration), config, {
    iteration,
    domainCount,
    hasMasksMade: config.highPassWeight > 0,
  });
  const [start, cpuStart] = [performance.now(), process.cpuUsage()];
  losses = await program.run(iteration, inputs);
  seconds.push((performance.now() - start) / 1000);
  const { user, system } = process.cpuUsage(cpuStart);
  cpuSeconds.push((user + system) / 1e6);
}
const sorted = seconds.toSorted((a, b) => a - b);
const sortedCpu = cpuSeconds.toSorted((a, b) => a - b);
const report = {
  device: device.description,
  settings: values,
  secondsPerIteration: { first: seconds[0], min: sorted[0], median: median(sorted) },
  cpuSecondsPerIteration: { min: sortedCpu[0], median: median(sortedCpu) },
  compileMilliseconds,
  stats: program.stats,
  peakMemoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  losses: Object.fromEntries(Object.entries(losses).map(([name, [value]]) => [name, value])),
};
console.log(JSON.stringify(report, null, 2));
await program.dispose();
