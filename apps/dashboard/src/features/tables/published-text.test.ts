import { expect, it } from 'vitest';
import { publishedNotes, publishedText } from './published-text.ts';

const read = { metric: 'fid', value: 18, paperVersion: 'v1', source: 'Table 1', evidence: 'read' } as const;
const unverified = { ...read, value: 17.1, evidence: 'unverified' } as const;

it('marks a figure that could not be verified, as the page does, and says what the mark means', () => {
  expect(publishedText('fid', [read, unverified])).toBe('18.0 / 17.1?');
  expect(publishedNotes([read, unverified])).toEqual(['A figure marked ? could not be verified.']);
});

it('says nothing of a mark where there is none', () => {
  expect(publishedText('fid', [read])).toBe('18.0');
  expect(publishedText('fid', [])).toBe('–');
  expect(publishedNotes([read])).toEqual([]);
});
