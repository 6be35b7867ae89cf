// What the machine does while a run trains, as series like any other: processors, memory and, where nvidia-smi answers, GPUs.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { RunLog } from '@starlab/experiment';

const INTERVAL_MS = 15_000;
const MEBIBYTE = 2 ** 20;
const execute = promisify(execFile);

interface CpuTimes {
  readonly busy: number;
  readonly all: number;
  /** Of this process, ms, over all processors. */
  readonly process: number;
  readonly at: number;
}

function cpuTimes(): CpuTimes {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq + times.idle;
    all += sum;
    busy += sum - times.idle;
  }
  const { user, system } = process.cpuUsage();
  return { busy, all, process: (user + system) / 1000, at: performance.now() };
}

/** Bytes that a new program could have: what the kernel says on Linux, free memory elsewhere. */
async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kibibytes = /^MemAvailable:\s+(\d+) kB/m.exec(text)?.[1];
  return kibibytes === undefined ? freemem() : 1024 * Number(kibibytes);
}

/** Utilisation in per cent and memory in MiB, by the number of the GPU; undefined where there is no nvidia-smi. */
async function gpuValues(): Promise<Record<string, number> | undefined> {
  try {
    const { stdout } = await execute('nvidia-smi', [
      '--query-gpu=index,utilization.gpu,memory.used',
      '--format=csv,noheader,nounits',
    ]);
    const lines = stdout.trim().split('\n');
    const gpus = lines.map((line) => line.split(',').map(Number));
    return Object.fromEntries(
      gpus.flatMap(([index, utilisation, memory]) => [
        [`system/gpu ${index}/utilisation %`, utilisation ?? NaN],
        [`system/gpu ${index}/memory MiB`, memory ?? NaN],
      ]),
    );
  } catch {
    return undefined;
  }
}

/** Per cent of all processors between two readings. */
function cpuValues(before: CpuTimes, now: CpuTimes): Record<string, number> {
  const elapsed = now.at - before.at;
  return {
    'system/cpu %': (100 * (now.busy - before.busy)) / Math.max(1, now.all - before.all),
    'system/process cpu %': (100 * (now.process - before.process)) / (elapsed * availableParallelism()),
  };
}

/**
 * Logs system metrics every 15 s, at the step that `step` gives; nothing as long as it gives undefined, since a row at an early
 * step would count as the beginning of an attempt.
 * @returns a function that ends it.
 */
export function startSystemMetrics(
  log: Pick<RunLog, 'log'>,
  step: () => number | undefined,
  options: { readonly intervalMs?: number } = {},
): () => void {
  let before = cpuTimes();
  let hasGpu = true;
  let stopped = false;
  async function sample(): Promise<void> {
    const now = cpuTimes();
    const cpu = cpuValues(before, now);
    before = now;
    const gpu = hasGpu ? await gpuValues() : undefined;
    hasGpu = gpu !== undefined;
    const available = await availableMemory();
    const at = step();
    if (at === undefined || stopped) return;
    const memory = {
      'system/memory MiB': (totalmem() - available) / MEBIBYTE,
      'system/process memory MiB': process.memoryUsage.rss() / MEBIBYTE,
    };
    log.log({ ...cpu, ...memory, ...gpu }, { step: at });
  }
  const timer = setInterval(() => void sample(), options.intervalMs ?? INTERVAL_MS);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
