// Bootstrap of a worker thread: runs the module named in workerData, bundled.
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';
import { importBundled } from '../bundling/bundle.mjs';

await importBundled(fileURLToPath(workerData.module));
