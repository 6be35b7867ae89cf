import { expect, test } from 'vitest';
import { idLength } from './select-run.ts';

const runs = (...ids: string[]) => ids.map((id) => ({ id }));

test('ids are shown as far as they tell runs apart', () => {
  const id = '01a20f98-2ae2-7c11-9d2f-0123456789ab';
  expect(idLength([])).toBe(8);
  expect(idLength(runs(id, '01a20f99-2ae2-7c11-9d2f-0123456789ab'))).toBe(8);
  expect(idLength(runs(id, '01a20f98-2917-7c11-9d2f-0123456789ab'))).toBe(13);
  expect(idLength(runs(id, '01a20f98-2ae2-7c11-9d2f-0123456789ac'))).toBe(36);
});
