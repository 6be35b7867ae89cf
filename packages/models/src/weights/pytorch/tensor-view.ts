// Tensors as torch.save writes them: a storage of numbers, and a window on it with any offset and strides.
import { sizeOf } from '../host-tensor.ts';
import { bytesPerElement, type StoredTensor, type TensorType } from '../stored-tensor.ts';
import { PyTorchFileError } from './pytorch-error.ts';

/** Numbers in the file that one or several tensors look at. */
export class StorageReference {
  readonly type: TensorType;
  readonly key: string;
  /** How many numbers it holds. */
  readonly elements: number;

  constructor({ type, key, elements }: { type: TensorType; key: string; elements: number }) {
    this.type = type;
    this.key = key;
    this.elements = elements;
  }
}

/** More than PyTorch allows. */
const MAX_RANK = 64;

export interface Window {
  /** Of the first element, in elements. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** In elements, one per dimension. */
  readonly strides: readonly number[];
}

/** A tensor whose every element is known to lie within its storage. */
export class TensorView {
  readonly storage: StorageReference;
  readonly shape: readonly number[];
  readonly #offset: number;
  readonly #strides: readonly number[];

  /** @throws PyTorchFileError when the window reaches out of the storage. */
  constructor(storage: StorageReference, { offset, shape, strides }: Window) {
    this.storage = storage;
    this.shape = shape;
    this.#offset = offset;
    this.#strides = strides;
    if (shape.length !== strides.length || shape.length > MAX_RANK)
      throw new PyTorchFileError(`a tensor has ${shape.length} dimensions and ${strides.length} strides`);
    const last = shape.reduce((sum, extent, i) => sum + (extent - 1) * (strides[i] ?? 0), offset);
    if (!shape.includes(0) && last >= storage.elements)
      throw new PyTorchFileError(
        `a tensor [${shape.join(', ')}] reaches element ${last} of storage ${storage.key}, which has ${storage.elements}`,
      );
  }

  get byteLength(): number {
    return sizeOf(this.shape) * bytesPerElement(this.storage.type);
  }

  #isContiguous(): boolean {
    let expected = 1;
    for (let i = this.shape.length - 1; i >= 0; i--) {
      const extent = this.shape[i] ?? 1;
      if (extent !== 1 && this.#strides[i] !== expected) return false;
      expected *= extent;
    }
    return true;
  }

  /** A row-major copy out of the storage's bytes. */
  copyFrom(storage: Uint8Array): StoredTensor {
    const { type } = this.storage;
    const width = bytesPerElement(type);
    const bytes = new Uint8Array(this.byteLength);
    if (this.#isContiguous()) {
      bytes.set(storage.subarray(this.#offset * width, this.#offset * width + bytes.length));
    } else {
      let to = 0;
      for (const element of this.#elements()) {
        bytes.set(storage.subarray(element * width, (element + 1) * width), to);
        to += width;
      }
    }
    return { type, shape: this.shape, bytes };
  }

  /** Positions in the storage in row-major order of the tensor. */
  *#elements(): Generator<number> {
    const index = this.shape.map(() => 0);
    let element = this.#offset;
    for (let left = sizeOf(this.shape); left > 0; left--) {
      yield element;
      for (let axis = index.length - 1; axis >= 0; axis--) {
        const stride = this.#strides[axis] ?? 0;
        index[axis] = (index[axis] ?? 0) + 1;
        element += stride;
        if (index[axis] !== this.shape[axis]) break;
        element -= stride * (index[axis] ?? 0);
        index[axis] = 0;
      }
    }
  }
}
