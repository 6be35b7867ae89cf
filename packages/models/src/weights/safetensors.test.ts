// Round trips, the byte layout itself, and what damaged files are told.
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, SafetensorsError } from './safetensors.ts';

const tensors = {
  'b.weight': { shape: [2, 2], data: Float32Array.of(1, -0, Number.NaN, 1e-45) },
  'a.bias': { shape: [], data: Float32Array.of(0.1) },
  empty: { shape: [0, 3], data: new Float32Array(0) },
};

/** A file with this header and this many bytes of data. */
function fileWith(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

describe('safetensors', () => {
  it('gives back every bit, the order and the metadata', () => {
    const decoded = decodeSafetensors(encodeSafetensors(tensors, { iteration: '3' }));
    expect(Object.keys(decoded.tensors)).toEqual(['b.weight', 'a.bias', 'empty']);
    expect(decoded.tensors).toEqual(tensors);
    expect(Object.is(decoded.tensors['b.weight']?.data[1], -0)).toBe(true);
    expect(decoded.metadata).toEqual({ iteration: '3' });
  });

  it('lays out a file as the format says', () => {
    const bytes = encodeSafetensors({ x: { shape: [1], data: Float32Array.of(1) } });
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)))).toEqual({
      __metadata__: {},
      x: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
    });
    expect([...bytes.subarray(8 + headerLength)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it.each([1, 2, 3])('reads a Buffer that starts %i bytes off a multiple of four', (offset) => {
    const bytes = encodeSafetensors(tensors);
    const shifted = Buffer.alloc(bytes.length + offset);
    shifted.set(bytes, offset);
    const decoded = decodeSafetensors(shifted.subarray(offset));
    shifted.fill(0); // the tensors must be copies
    expect(decoded.tensors).toEqual(tensors);
  });

  it.each([
    ['no header at all', new Uint8Array(3), '3 bytes hold no header'],
    ['a file cut short in the header', encodeSafetensors(tensors).subarray(0, 20), 'should end at byte'],
    ['a header of another kind', fileWith([1], 0), 'not the JSON it should be'],
    [
      'a file cut short in the data',
      fileWith({ x: { dtype: 'F32', shape: [2], data_offsets: [4, 12] } }, 8),
      'x ends at data byte 12, of which there are 8',
    ],
    [
      'tensors that claim the same bytes',
      fileWith(
        {
          x: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
          y: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
        },
        8,
      ),
      'its tensors claim 16 of 8 data bytes',
    ],
    [
      'a range that does not fit its shape',
      fileWith({ x: { dtype: 'F32', shape: [3], data_offsets: [0, 8] } }, 8),
      'x has 8 bytes where F32 [3] needs 12',
    ],
    [
      'numbers of another type',
      fileWith({ x: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } }, 4),
      'x is BF16',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  it('refuses to write numbers that do not fill their shape', () => {
    const short = { x: { shape: [2], data: Float32Array.of(1) } };
    expect(() => encodeSafetensors(short)).toThrow('x: 4 bytes do not fill F32 [2]');
  });
});
