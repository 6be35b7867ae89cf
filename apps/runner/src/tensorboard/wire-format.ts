// Reads protocol buffers' wire format (protobuf.dev, "Encoding"): the fields of a message, by number, without a schema.

export interface Field {
  readonly number: number;
  /** A varint, or the bytes of a string, a message, a packed list or a fixed-size number. */
  readonly value: bigint | Buffer;
}

/** @throws RangeError if the bytes are no message. */
export function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = BigInt(message.readUInt8(at++));
      value |= (byte & 0x7fn) << shift;
      if (byte < 0x80n) return BigInt.asUintN(64, value);
    }
    throw new RangeError('protobuf: a varint of more than ten bytes');
  };
  const bytes = (length: number): Buffer => {
    if (at + length > message.length) throw new RangeError('protobuf: a field ends beyond its message');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const key = Number(varint());
    const [number, type] = [key >>> 3, key & 7];
    switch (type) {
      case 0:
        yield { number, value: varint() };
        break;
      case 1:
        yield { number, value: bytes(8) };
        break;
      case 2:
        yield { number, value: bytes(Number(varint())) };
        break;
      case 5:
        yield { number, value: bytes(4) };
        break;
      default:
        throw new RangeError(`protobuf: wire type ${type}`);
    }
  }
}

/** The last value of a field that is bytes, e.g. a sub-message. */
export function bytesField(message: Buffer, number: number): Buffer | undefined {
  let found: Buffer | undefined;
  for (const field of fieldsOf(message)) {
    if (field.number === number && Buffer.isBuffer(field.value)) found = field.value;
  }
  return found;
}

/** The last value of a field that is an integer; 0, which writers leave out, if there is none. */
export function integerField(message: Buffer, number: number): number {
  let found = 0;
  for (const field of fieldsOf(message)) {
    if (field.number === number && typeof field.value === 'bigint') found = Number(field.value);
  }
  return found;
}
