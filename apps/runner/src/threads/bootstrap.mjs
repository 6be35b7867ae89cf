// Bootstrap of a worker thread: registers the TypeScript loader, then runs the module named in workerData.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.module);
