// Median, least and percentiles of durations, and the processor time a server took.
import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from '../src/index.ts';

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

export interface Milliseconds {
  readonly least: number;
  readonly median: number;
  readonly p90: number;
  /** Processor time of this process, the median: without the server, and whatever else the machine does. */
  readonly clientCpu: number;
}

/** Of `rounds` calls after one that warms up. */
export async function time(rounds: number, work: () => Promise<unknown>): Promise<Milliseconds> {
  await work();
  const durations: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    const start = performance.now();
    await work();
    durations.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
  }
  return {
    least: rounded(Math.min(...durations)),
    median: rounded(percentile(durations, 0.5)),
    p90: rounded(percentile(durations, 0.9)),
    clientCpu: rounded(percentile(cpu, 0.5)),
  };
}

const TICKS_A_SECOND = 100;

/** CPU seconds of the server's processes, also of those that have ended; NaN where there is no /proc. */
export async function serverCpuSeconds(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ record: string }>(`SELECT pg_read_file('postmaster.pid') AS record`);
  const postmaster = Number(rows[0]?.record.split('\n')[0]);
  let ticks = 0;
  try {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // After the name in brackets: state, parent, …; 14 to 17 of the whole are the times of itself and its ended children.
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      if (Number(pid) === postmaster || fields[1] === postmaster) {
        ticks += (fields[11] ?? 0) + (fields[12] ?? 0);
        if (Number(pid) === postmaster) ticks += (fields[13] ?? 0) + (fields[14] ?? 0);
      }
    }
  } catch {
    return NaN;
  }
  return ticks / TICKS_A_SECOND;
}
