import { expect, it } from 'vitest';
import { printed } from './printed.ts';

it('leaves of a line what a terminal would show', () => {
  expect(printed('\u001b[1;31mloss\u001b[0m 0.5')).toBe('loss 0.5');
  expect(printed('10%|█\r20%|██\r')).toBe('20%|██');
  expect(printed('\u001b]0;title\u0007text')).toBe('text');
  expect(printed('a plain [31m line')).toBe('a plain [31m line');
});
