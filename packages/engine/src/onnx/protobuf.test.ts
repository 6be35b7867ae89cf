import { expect, test } from 'vitest';
import { ProtobufWriter } from './protobuf.ts';

const bytes = (write: (to: ProtobufWriter) => void): number[] => {
  const writer = new ProtobufWriter();
  write(writer);
  return [...writer.finish()];
};

test('writes the examples of the encoding specification', () => {
  expect(bytes((to) => to.integer(1, 150))).toEqual([0x08, 0x96, 0x01]);
  expect(bytes((to) => to.text(2, 'testing'))).toEqual([
    0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67,
  ]);
  expect(bytes((to) => to.message(3, (inner) => inner.integer(1, 150)))).toEqual([
    0x1a, 0x03, 0x08, 0x96, 0x01,
  ]);
});

test('writes negative and large integers as 64 bits', () => {
  expect(bytes((to) => to.integer(1, -1))).toEqual([0x08, ...new Array<number>(9).fill(0xff), 0x01]);
  expect(bytes((to) => to.integer(1, 2 ** 32))).toEqual([0x08, 0x80, 0x80, 0x80, 0x80, 0x10]);
});

test('writes floats in little-endian order', () => {
  expect(bytes((to) => to.float(1, 1))).toEqual([0x0d, 0x00, 0x00, 0x80, 0x3f]);
});

test('grows with what is written', () => {
  const large = new Uint8Array(100_000).fill(7);
  expect(bytes((to) => to.bytes(9, large))).toHaveLength(large.length + 4);
});
