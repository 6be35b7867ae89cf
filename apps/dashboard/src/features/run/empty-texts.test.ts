import { expect, it } from 'vitest';
import { emptyTexts } from './empty-texts.ts';

it('promises nothing of a run that has ended, and no measurement of what Starlab did not train', () => {
  expect(emptyTexts({ state: 'running', kind: 'starlab' }).curves).toContain('yet');
  expect(emptyTexts({ state: 'crashed', kind: 'starlab' }).samples).toContain('yet');
  expect(Object.values(emptyTexts({ state: 'killed', kind: 'starlab' })).join()).not.toContain('yet');
  expect(emptyTexts({ state: 'running', kind: 'external' }).evaluation).toContain('other programs');
});
