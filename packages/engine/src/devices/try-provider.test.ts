import { expect, test } from 'vitest';
import { testedDevice } from '../../test/on-device.ts';
import { reasonIn, tryApart, tryHere } from './try-provider.ts';

test('the CPU can be used, here and apart', async () => {
  expect(await tryHere('cpu')).toBeUndefined();
  expect(await tryApart('cpu')).toBeUndefined();
});

test('a process of its own finds what this one does', async () => {
  const tested = testedDevice === 'webgpu' ? 'webgpu' : 'cpu';
  for (const provider of ['cuda', tested] as const)
    expect(await tryApart(provider)).toBe(await tryHere(provider));
});

test('of ONNX Runtime’s words the reason is left', () => {
  expect(
    reasonIn(
      '/onnxruntime_src/core/webgpu_context.cc:136 Initialize(const Config&) adapter.status == Success was false. No supported adapters.\nmore',
    ),
  ).toBe('No supported adapters');
  expect(reasonIn('Failed to load shared library')).toBe('Failed to load shared library');
});
