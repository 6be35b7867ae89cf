// Both published formats against the reference's own files, every number type, and what is refused. The files in
// golden/pytorch were written by torch.save; their values are made by the golden formula.
import { readFileSync } from 'node:fs';
import { randomStream, StarlabError } from '@starlab/experiment';
import { goldenParameter } from '@starlab/testing';
import { describe, expect, it, test } from 'vitest';
import {
  pickle,
  streamFile,
  writePyTorch,
  type Written,
  type WrittenStorage,
} from '../../../test/pytorch-writer.ts';
import { decodeStoredTensors, encodeStoredTensors } from '../safetensors.ts';
import { toFloat32, type StoredTensors } from '../stored-tensor.ts';
import { decodePyTorch, isPyTorchFile } from './decode-pytorch.ts';

const golden = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../golden/pytorch/official-layout-nets_ema${name}.ckpt`, import.meta.url));
const files = { zip: golden(''), stream: golden('-legacy') };
const formats = ['zip', 'stream'] as const;

/** Names, order, types, shapes and every bit. */
function expectSame(actual: StoredTensors, expected: StoredTensors): void {
  const described = (tensors: StoredTensors): unknown[] =>
    Object.entries(tensors).map(([name, { type, shape }]) => ({ name, type, shape }));
  expect(described(actual)).toEqual(described(expected));
  for (const [name, { bytes }] of Object.entries(expected))
    expect(Buffer.compare(bytes, actual[name]?.bytes ?? new Uint8Array()), name).toBe(0);
}

describe.each(formats)('a published checkpoint in the %s format', (format) => {
  const tensors = decodePyTorch(files[format]);

  it('has the three networks, tensor by tensor', () => {
    expect(Object.keys(tensors)).toHaveLength(112);
    expect(new Set(Object.keys(tensors).map((name) => name.split('.')[0]))).toEqual(
      new Set(['generator', 'mapping_network', 'style_encoder']),
    );
  });

  it('has every value to the last bit', () => {
    for (const [name, tensor] of Object.entries(tensors)) {
      const { shape, data } = toFloat32(tensor);
      expect(data, name).toEqual(goldenParameter(name, shape));
    }
  });

  it('survives safetensors without a change', () => {
    expectSame(decodeStoredTensors(encodeStoredTensors(tensors)).tensors, tensors);
  });
});

test('an archive too large for 32 bits is found by its 64-bit directory', () => {
  const bytes = Buffer.from(files.zip);
  bytes.writeUInt16LE(0xffff, bytes.length - 12); // how many entries
  bytes.writeUInt32LE(0xffffffff, bytes.length - 6); // where the directory begins
  expect(Object.keys(decodePyTorch(bytes))).toHaveLength(112);
});

test('both formats of one checkpoint hold the same', () => {
  expectSame(decodePyTorch(files.zip), decodePyTorch(files.stream));
});

const storage = (type: string, array: ArrayBufferView & { readonly length: number }): WrittenStorage => ({
  type,
  elements: array.length,
  bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
});
const items = (record: Record<string, Written>): Written => ({ items: record });

describe.each(formats)('tensors in the %s format', (format) => {
  it.each([
    ['DoubleStorage', 'F64', Float64Array.of(0.5, -3), [0.5, -3]],
    ['FloatStorage', 'F32', Float32Array.of(0.5, -3), [0.5, -3]],
    // 1.5, −2^-24 (the smallest half), infinity, and the largest half
    [
      'HalfStorage',
      'F16',
      Uint16Array.of(0x3e00, 0x8001, 0x7c00, 0x7bff),
      [1.5, -(2 ** -24), Infinity, 65504],
    ],
    ['BFloat16Storage', 'BF16', Uint16Array.of(0x3fc0, 0xc040), [1.5, -3]],
    ['LongStorage', 'I64', BigInt64Array.of(7n, -3n), [7, -3]],
    ['IntStorage', 'I32', Int32Array.of(7, -3), [7, -3]],
    ['ShortStorage', 'I16', Int16Array.of(7, -3), [7, -3]],
    ['CharStorage', 'I8', Int8Array.of(7, -3), [7, -3]],
    ['ByteStorage', 'U8', Uint8Array.of(7, 253), [7, 253]],
    ['BoolStorage', 'BOOL', Uint8Array.of(1, 0), [1, 0]],
  ])('of %s keep their type and bits', (type, stored, array, values) => {
    const root = items({ w: { storage: '0', shape: [array.length], strides: [1] } });
    const { w } = decodePyTorch(writePyTorch({ root, storages: { 0: storage(type, array) } }, format));
    expect(w?.type).toBe(stored);
    expect(w?.bytes).toEqual(storage(type, array).bytes);
    expect([...(w ? toFloat32(w).data : [])]).toEqual(values);
  });

  it('share a storage, start within it, and lie across it', () => {
    const root = items({
      whole: { storage: 'a', shape: [2, 3], strides: [3, 1] },
      transposed: { storage: 'a', shape: [3, 2], strides: [1, 3] },
      column: { storage: 'a', offset: 1, shape: [2], strides: [3] },
      repeated: { storage: 'a', offset: 2, shape: [2, 2], strides: [0, 1] },
      scalar: { storage: 'a', offset: 5, shape: [], strides: [] },
      empty: { storage: 'a', shape: [0, 3], strides: [3, 1] },
    });
    const storages = { a: storage('FloatStorage', Float32Array.of(0, 1, 2, 3, 4, 5)) };
    const decoded = decodePyTorch(writePyTorch({ root, storages }, format));
    const values = Object.entries(decoded).map(([name, tensor]) => [name, [...toFloat32(tensor).data]]);
    expect(Object.fromEntries(values)).toEqual({
      whole: [0, 1, 2, 3, 4, 5],
      transposed: [0, 3, 1, 4, 2, 5],
      column: [1, 4],
      repeated: [2, 3, 2, 3],
      scalar: [5],
      empty: [],
    });
  });

  it('are found in any nest of containers, and everything else is passed over', () => {
    const tensor = { storage: '0', shape: [1], strides: [1] };
    const root = items({
      epoch: 3,
      best: null,
      note: 'x',
      state_dict: items({ 'a.b': tensor, __proto__x: tensor }),
      list: [1, [tensor]],
    });
    const decoded = decodePyTorch(
      writePyTorch({ root, storages: { 0: storage('IntStorage', Int32Array.of(1)) } }, format),
    );
    expect(Object.keys(decoded)).toEqual(['state_dict.a.b', 'state_dict.__proto__x', 'list.1.0']);
  });

  it('called __proto__ are tensors like any other', () => {
    const root = items(Object.fromEntries([['__proto__', { storage: '0', shape: [1], strides: [1] }]]));
    const decoded = decodePyTorch(
      writePyTorch({ root, storages: { 0: storage('IntStorage', Int32Array.of(1)) } }, format),
    );
    expect(Object.keys(decoded)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });

  it.each([
    [
      'reach out of their storage',
      { shape: [2, 2], strides: [2, 1] },
      'reaches element 3 of storage 0, which has 3',
    ],
    ['start outside it', { offset: 3, shape: [1], strides: [1] }, 'reaches element 3'],
    ['would fill the memory', { shape: [2 ** 40], strides: [0] }, 'would fill more than'],
    ['have more dimensions than strides', { shape: [1, 1], strides: [1] }, '2 dimensions and 1 strides'],
  ])('that %s are refused', (_, window, message) => {
    const root = items({ w: { storage: '0', ...window } });
    const file = writePyTorch(
      { root, storages: { 0: storage('FloatStorage', Float32Array.of(1, 2, 3)) } },
      format,
    );
    expect(() => decodePyTorch(file)).toThrow(message);
  });
});

it('is told from safetensors whose length begins like a pickle', () => {
  const lengths = Array.from({ length: 16 }, (_, i) =>
    encodeStoredTensors({}, { padding: ' '.repeat(8 * i) }),
  );
  const alike = lengths.filter((bytes) => bytes[0] === 0x80);
  expect(alike).toHaveLength(1);
  expect(alike.some(isPyTorchFile)).toBe(false);
  expect(formats.every((format) => isPyTorchFile(files[format]))).toBe(true);
});

describe('a file that asks for more than tensors', () => {
  const refusal = (...root: readonly Buffer[]): (() => void) => {
    const file = streamFile(Buffer.concat(root));
    return () => decodePyTorch(file);
  };

  it.each([
    'os.system',
    'builtins.eval',
    'numpy.core.multiarray._reconstruct',
    'torch.nn.modules.conv.Conv2d',
  ])('is refused for %s before anything is called', (name) => {
    const check = refusal(pickle.global(name), pickle.mark, pickle.text('true'), pickle.tuple, pickle.reduce);
    expect(check).toThrow(StarlabError);
    expect(check).toThrow(`it calls on ${name}, which is neither a tensor nor a plain container`);
  });

  it('is refused for an object of a class', () => {
    const check = refusal(pickle.global('collections.OrderedDict'), pickle.emptyTuple, Buffer.from([0x81]));
    expect(check).toThrow('pickle opcode 0x81');
  });

  it('keeps control characters in a name off the terminal', () => {
    expect(refusal(pickle.global('evil\u001b[31m.name'))).toThrow('it calls on evil??31m.name');
  });

  it('is refused when a list contains itself', () => {
    // l = []; l.append(l)
    const check = refusal(Buffer.from(']q\u0000h\u0000a', 'latin1'));
    expect(check).toThrow('nested too deeply or too often');
  });

  it('is refused when lists double thirty times', () => {
    const doubling = Array.from({ length: 30 }, (_, i) =>
      Buffer.from([0x71, i, 0x30, 0x5d, 0x68, i, 0x61, 0x68, i, 0x61]),
    );
    expect(refusal(Buffer.from(']'), ...doubling)).toThrow('nested too deeply or too often');
  });
});

/** Mutations per file: enough to reach every kind of check, few enough for seconds. */
const MUTATIONS = 1500;

/** `file` cut short, or with one to four bytes changed: mostly where names, lengths and opcodes are, at both ends. */
function mutated(file: Uint8Array, index: number): Uint8Array {
  const draw = randomStream({ seed: 20, purpose: 'fuzz/pytorch', index });
  if (draw.uniform() < 0.3) return file.subarray(0, draw.integer(file.length));
  const bytes = Uint8Array.from(file);
  const [from, span] = [
    [0, 24_000],
    [file.length - 10_000, 10_000],
    [0, file.length],
  ][draw.integer(3)] as [number, number];
  for (let changes = 1 + draw.integer(4); changes > 0; changes--) {
    const at = from + draw.integer(span);
    bytes[at] = (bytes[at] ?? 0) ^ (1 + draw.integer(255));
  }
  return bytes;
}

test.each(formats)('every truncation and byte flip of the %s file reads or fails with a remedy', (format) => {
  let refused = 0;
  for (let index = 0; index < MUTATIONS; index++) {
    try {
      decodePyTorch(mutated(files[format], index));
    } catch (error) {
      if (!(error instanceof StarlabError)) throw error;
      expect(error.remedy).not.toBe('');
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(MUTATIONS / 3);
});
