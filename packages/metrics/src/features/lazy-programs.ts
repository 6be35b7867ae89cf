// Programs are compiled for fixed shapes, at first use, and kept until their owner is disposed of.
import type { BatchedFunction } from './batched-function.ts';

export interface LazyPrograms {
  /** The program under `key`, compiled by `compile` if it is the first to ask. */
  get(key: string, compile: () => Promise<BatchedFunction>): Promise<BatchedFunction>;
  dispose(): Promise<void>;
}

export function lazyPrograms(): LazyPrograms {
  const programs = new Map<string, Promise<BatchedFunction>>();
  return {
    get(key, compile) {
      const program = programs.get(key) ?? compile();
      programs.set(key, program);
      // A compilation that failed is tried again by whoever asks next.
      program.catch(() => programs.delete(key));
      return program;
    },
    async dispose() {
      for (const program of programs.values()) await (await program).dispose();
      programs.clear();
    },
  };
}
