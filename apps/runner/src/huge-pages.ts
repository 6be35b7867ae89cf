// Whether the memory of a training step lies in large pages. A step fills and frees hundreds of megabytes, and Linux hands them out in
// pages of 4 kB unless the program's C library asks for larger ones, which glibc does where its environment says so: only
// whoever starts a program can say it.
import { readFileSync } from 'node:fs';

/** Large pages for what is allocated, and freed memory kept for the next step (docs/benchmarks.md). */
export const TUNABLES =
  'glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=8589934592:glibc.malloc.arena_max=1';

const SETTING = '/sys/kernel/mm/transparent_hugepage/enabled';

/** What decides it. */
export interface PageCircumstances {
  /** Content of the kernel's setting, `always [madvise] never`; undefined where there is none. */
  readonly setting: string | undefined;
  readonly glibc: boolean;
  readonly tunables: string | undefined;
}

/** 'possible' where the environment could have asked for them and did not. */
export function hugePages({ setting, glibc, tunables }: PageCircumstances): 'used' | 'possible' | 'not here' {
  const chosen = /\[(\w+)\]/.exec(setting ?? '')?.[1];
  if (chosen === 'always') return 'used';
  if (chosen !== 'madvise' || !glibc) return 'not here';
  return /(^|:)glibc\.malloc\.hugetlb=1(:|$)/.test(tunables ?? '') ? 'used' : 'possible';
}

function kernelSetting(): string | undefined {
  try {
    return readFileSync(SETTING, 'utf8');
  } catch {
    return undefined;
  }
}

function usesGlibc(): boolean {
  const report: unknown = process.report.getReport();
  const header: unknown = typeof report === 'object' && report && 'header' in report ? report.header : {};
  return typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header;
}

/** Of this process. */
export const pageCircumstances = (): PageCircumstances => ({
  setting: kernelSetting(),
  glibc: usesGlibc(),
  tunables: process.env['GLIBC_TUNABLES'],
});
