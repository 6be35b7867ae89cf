import { expect, it } from 'vitest';
import { resumedAt } from './use-events.ts';

it('asks for what came after the last message, in place of where it began', () => {
  expect(resumedAt('/api/live?run=a&cursor=1.0.0', '')).toBe('/api/live?run=a&cursor=1.0.0');
  expect(resumedAt('/api/live?run=a&cursor=1.0.0', '1.40.2')).toBe('/api/live?run=a&cursor=1.40.2');
});
