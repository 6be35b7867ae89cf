// Draws a run's first state, hands it over and ends.
import { parentPort, workerData } from 'node:worker_threads';
import { architectureOf } from '@starlab/models';
import { initialVectors } from '@starlab/trainer';
import type { InitialStateJob } from './initial-state.ts';

const { config, domainCount } = (workerData as { job: InitialStateJob }).job;
const vectors = initialVectors(config, architectureOf(config, domainCount));
parentPort?.postMessage(
  vectors,
  Object.values(vectors).map(({ buffer }) => buffer as ArrayBuffer),
);
