import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createToken, isLoopback, readOrCreateToken } from './token.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'starlab-token-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const mode = () => statSync(join(root, 'dashboard-token')).mode & 0o777;

it('makes a token once, for its owner’s eyes only', () => {
  const token = readOrCreateToken({ root });
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(readOrCreateToken({ root })).toBe(token);
  expect(mode()).toBe(0o600);
});

it('replaces it when asked, and closes a file that was open to others', () => {
  writeFileSync(join(root, 'dashboard-token'), 'x'.repeat(43), { mode: 0o644 });
  expect(readOrCreateToken({ root })).toBe('x'.repeat(43));
  expect(mode()).toBe(0o600);
  expect(createToken({ root })).not.toBe('x'.repeat(43));
});

it('does not take an empty file for a token', () => {
  writeFileSync(join(root, 'dashboard-token'), '\n');
  expect(() => readOrCreateToken({ root })).toThrow('holds no token');
});

it('knows which addresses only this machine reaches', () => {
  expect(['127.0.0.1', '127.8.8.8', 'localhost', '::1'].map(isLoopback)).toEqual([true, true, true, true]);
  expect(['0.0.0.0', '::', '192.168.1.7', 'lab.example'].map(isLoopback)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
