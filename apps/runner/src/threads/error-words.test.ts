import { StarlabError } from '@starlab/experiment';
import { expect, test } from 'vitest';
import { fromWords, toWords } from './error-words.ts';

test('a user’s mistake keeps its remedy across the border', () => {
  const back = fromWords(toWords(new StarlabError('No folder x.', { remedy: 'Give another.' })));
  expect(back).toBeInstanceOf(StarlabError);
  expect(back).toMatchObject({ message: 'No folder x.', remedy: 'Give another.' });
});

test('a full disk becomes a mistake with a remedy', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(fromWords(toWords(error))).toMatchObject({ remedy: expect.stringContaining('Free some space') });
});

test('a fault of ours keeps its stack', () => {
  const back = fromWords(toWords(new Error('boom')));
  expect(back).not.toBeInstanceOf(StarlabError);
  expect(back.stack).toContain('error-words.test.ts');
});
