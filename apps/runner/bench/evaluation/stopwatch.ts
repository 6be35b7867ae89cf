// Wall and processor time of the parts of a computation.

export interface Duration {
  readonly seconds: number;
  /** Of all threads of this process: what to compare by on a busy machine. */
  readonly cpuSeconds: number;
}

/** Starts now; each call says how long ago that was. */
export function stopwatch(): () => Duration {
  const cpu = process.cpuUsage();
  const started = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

export interface PartFigures extends Duration {
  readonly images: number;
  readonly imagesPerSecond: number;
  readonly imagesPerCpuSecond: number;
}

/** Adds up what each part took; parts must not overlap. */
export class Parts<Name extends string> {
  readonly #sums = new Map<Name, { seconds: number; cpuSeconds: number; images: number }>();

  async timed<T>(name: Name, images: number, work: () => Promise<T>): Promise<T> {
    const read = stopwatch();
    const result = await work();
    const { seconds, cpuSeconds } = read();
    const sum = this.#sums.get(name) ?? { seconds: 0, cpuSeconds: 0, images: 0 };
    this.#sums.set(name, {
      seconds: sum.seconds + seconds,
      cpuSeconds: sum.cpuSeconds + cpuSeconds,
      images: sum.images + images,
    });
    return result;
  }

  figures(): Record<string, PartFigures> {
    const entries = [...this.#sums].map(([name, sum]) => [
      name,
      {
        ...sum,
        imagesPerSecond: sum.images / sum.seconds,
        imagesPerCpuSecond: sum.images / sum.cpuSeconds,
      },
    ]);
    return Object.fromEntries(entries) as Record<string, PartFigures>;
  }
}
