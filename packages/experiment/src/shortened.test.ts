import { expect, it } from 'vitest';
import { shortened } from './shortened.ts';

it('cuts what is too long, the ellipsis included, and nothing else', () => {
  expect(shortened('abcde', 5)).toBe('abcde');
  expect(shortened('abcdef', 5)).toBe('abcd…');
});
