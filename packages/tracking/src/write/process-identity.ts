// Who works on an attempt, so that a process of this machine that is gone is known to be gone at once.
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Names this machine; containers, whose process numbers mean something else, count as machines of their own. */
export function thisHost(): string {
  return `${hostname()} ${processNamespace()}`.trim();
}

export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
