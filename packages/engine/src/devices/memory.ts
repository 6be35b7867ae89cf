// Gives memory back at once. The garbage collector sees a few small objects behind hundreds of megabytes, and no JavaScript
// runs during a training step, so left to itself it would keep several states.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MessageChannel } from 'node:worker_threads';

/** What is transferred to a closed port is detached and freed (Node's own `ArrayBuffer.transfer` begins with version 21). */
const closedPort = (() => {
  const { port1 } = new MessageChannel();
  port1.close();
  return port1;
})();

/** The arrays are empty afterwards. One that is a part of a larger buffer is left to the collector: others may hold the rest. */
export function releaseArrays(arrays: readonly Float32Array[]): void {
  const whole = arrays.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
  closedPort.postMessage(undefined, [...new Set(whole)]);
}

/** Collects what nobody refers to any more. It takes as long as a few hundredths of a second. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect();
}
