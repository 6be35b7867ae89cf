// Between threads a batch's memory moves instead of being copied.

/** Transferable buffers of a batch. */
export function buffersOf(batch: object): ArrayBuffer[] {
  return Object.values(batch).flatMap((value: unknown) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}
