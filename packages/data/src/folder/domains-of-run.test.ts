import { expect, it } from 'vitest';
import { domainsOfRun } from './domains-of-run.ts';
import type { ImageFolder } from './image-folder.ts';

const domains = ['cat', 'dog', 'wild'];
const images = Object.fromEntries(domains.map((domain) => [domain, [`${domain}/1.png`]]));
const folder: ImageFolder = { root: '/data', domains, train: images, val: images };

it('is the whole folder unless domains are chosen', () => {
  expect(domainsOfRun(folder, { method: 'stargan-v2' })).toBe(folder);
  const chosen = domainsOfRun(folder, { method: 'stargan-v2', domains: 'wild, cat' });
  expect(chosen.domains).toEqual(['cat', 'wild']);
  expect(chosen.val).toEqual({ cat: ['cat/1.png'], wild: ['wild/1.png'] });
});

it('names a domain that is not there, and the nearest', () => {
  expect(() => domainsOfRun(folder, { method: 'munit', domains: 'cat,dig' })).toThrow(
    'no domain "dig"; did you mean "dog"?',
  );
});

it('refuses a single domain, which nothing could be translated to', () => {
  const alone: ImageFolder = { ...folder, domains: ['cat'] };
  expect(() => domainsOfRun(alone, { method: 'stargan-v2' })).toThrow('/data has one domain, cat;');
});

it('says that a method knows two domains, and what to do', () => {
  const refused = () => domainsOfRun(folder, { method: 'munit' });
  expect(refused).toThrow('munit translates between two domains; /data has 3 (cat, dog, wild).');
  expect(refused).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining('--domains cat,dog') as string }),
  );
});
