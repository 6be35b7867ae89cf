import { StarlabError } from '@starlab/experiment';
import { describe, expect, test } from 'vitest';
import { describeFailure } from './failure.ts';

describe('describeFailure', () => {
  test('shows message and remedy of a user’s mistake, and no stack trace', () => {
    const text = describeFailure(new StarlabError('No folder x.', { remedy: 'Give another.' }));
    expect(text).toContain('No folder x.\n  Give another.');
    expect(text).not.toContain('failure.test.ts');
  });

  test('tells what to do about a full disk', () => {
    const text = describeFailure(
      Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    );
    expect(text).toContain('Free some space');
    expect(text).not.toContain('failure.test.ts');
  });

  test('keeps the stack trace of a fault of ours', () => {
    expect(describeFailure(new Error('boom'))).toContain('failure.test.ts');
  });
});
