// Measures what masks of faces cost, apart from training, and prints JSON.
//   npm run bench:masks -- --image-size 64 --batch 8 --runs 5 [--threads 1]
import { parseArgs } from 'node:util';
import type * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '@starlab/engine';
import { normalArray } from '@starlab/experiment';
import { faceMasks, heatMapNetworkShapes, sizeOf } from '../src/index.ts';

const { values } = parseArgs({
  options: {
    'image-size': { type: 'string', default: '64' },
    batch: { type: 'string', default: '8' },
    runs: { type: 'string', default: '5' },
    device: { type: 'string', default: 'cpu' },
    threads: { type: 'string', default: '' },
  },
});
const shape = [Number(values.batch), 3, Number(values['image-size']), Number(values['image-size'])];
const random = (purpose: string, count: number): Float32Array =>
  normalArray({ seed: 1, purpose, index: 0 }, count);

/** Of a size that keeps activations near 1; variances are 1. */
const weights = Object.entries(heatMapNetworkShapes).map(([name, ofWeight]) => {
  const count = sizeOf(ofWeight);
  const fanIn = count / (ofWeight[0] ?? 1);
  const data = random(name, count).map((value) => value / Math.sqrt(fanIn));
  return [name, { shape: ofWeight, data: name.endsWith('running_var') ? data.fill(1) : data }] as const;
});

const device = await openDevice(values.device as Parameters<typeof openDevice>[0], {
  ...(values.threads && { threads: Number(values.threads) }),
});
const compiling = performance.now();
const program = await device.compile(
  (parameters, { image }) => ({
    state: {},
    outputs: { ...faceMasks(parameters, image as tf.Tensor4D) },
  }),
  { state: {}, constants: Object.fromEntries(weights), inputs: { image: shape } },
);
const compileMilliseconds = Math.round(performance.now() - compiling);

const image = random('image', sizeOf(shape));
const seconds: number[] = [];
const cpuSeconds: number[] = [];
for (let run = 0; run < Number(values.runs); run++) {
  const [start, cpuStart] = [performance.now(), process.cpuUsage()];
  await program.run({ image });
  const { user, system } = process.cpuUsage(cpuStart);
  seconds.push((performance.now() - start) / 1000);
  cpuSeconds.push((user + system) / 1e6);
}
const summary = (all: readonly number[]): { min: number; median: number } => {
  const sorted = all.toSorted((a, b) => a - b);
  return { min: sorted[0] ?? Number.NaN, median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN };
};
const report = {
  device: device.description,
  settings: values,
  secondsPerBatch: summary(seconds),
  cpuSecondsPerBatch: summary(cpuSeconds),
  compileMilliseconds,
  stats: program.stats,
  peakMemoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
};
console.log(JSON.stringify(report, null, 2));
await program.dispose();
