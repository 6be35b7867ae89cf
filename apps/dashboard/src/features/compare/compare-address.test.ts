import { expect, it } from 'vitest';
import { compareAddress } from './compare-address.ts';

it('leads to the comparison of several runs and to the page of a single one', () => {
  expect(compareAddress(['a', 'b'])).toBe('/compare?runs=a,b');
  expect(compareAddress(['a'])).toBe('/runs/a');
});
