import { expect, it } from 'vitest';
import { chooseAll, clickRow, nothingSelected, withRead } from './selection.ts';

const idAt = (position: number) => ['a', 'b', 'c', 'd'][position];

it('chooses a run, and gives it up again', () => {
  const one = clickRow(nothingSelected, { position: 1, shift: false, idAt });
  expect([...one.ids]).toEqual(['b']);
  expect([...clickRow(one, { position: 1, shift: false, idAt }).ids]).toEqual([]);
});

it('chooses a range with Shift, in either direction', () => {
  const one = clickRow(nothingSelected, { position: 2, shift: false, idAt });
  expect([...clickRow(one, { position: 0, shift: true, idAt }).ids].sort()).toEqual(['a', 'b', 'c']);
});

it('asks for what a range holds but nobody has read', () => {
  const sparse = (position: number) => (position === 2 ? undefined : idAt(position));
  const one = clickRow(nothingSelected, { position: 0, shift: false, idAt: sparse });
  const range = clickRow(one, { position: 3, shift: true, idAt: sparse });
  expect(range.unread).toEqual({ from: 0, to: 4 });
  expect([...withRead(range, ['a', 'b', 'c', 'd']).ids].sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(withRead(range, []).unread).toBeUndefined();
});

it('chooses all that are found, as far as an action goes', () => {
  expect(chooseAll(60).unread).toEqual({ from: 0, to: 60 });
  expect(chooseAll(5000).unread).toEqual({ from: 0, to: 1000 });
});
