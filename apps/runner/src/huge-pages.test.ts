import { expect, test } from 'vitest';
import { hugePages, TUNABLES, type PageCircumstances } from './huge-pages.ts';

const linux: PageCircumstances = { setting: 'always [madvise] never\n', glibc: true, tunables: undefined };

test.each<[string, PageCircumstances, ReturnType<typeof hugePages>]>([
  ['a program that asked for none', linux, 'possible'],
  ['one that asked', { ...linux, tunables: TUNABLES }, 'used'],
  ['one that asked for something else', { ...linux, tunables: 'glibc.malloc.hugetlb=10' }, 'possible'],
  ['a kernel that gives them to all', { ...linux, setting: '[always] madvise never\n' }, 'used'],
  ['a kernel that gives none', { ...linux, setting: 'always madvise [never]\n' }, 'not here'],
  ['another C library', { ...linux, glibc: false }, 'not here'],
  ['no Linux', { setting: undefined, glibc: false, tunables: TUNABLES }, 'not here'],
])('large pages of %s', (_, circumstances, expected) => {
  expect(hugePages(circumstances)).toBe(expected);
});
