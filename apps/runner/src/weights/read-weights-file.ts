// A file of weights from disk, whatever its format: what torch.save wrote, or safetensors.
import { StarlabError } from '@starlab/experiment';
import { decodePyTorch, decodeStoredTensors, isPyTorchFile, type StoredTensors } from '@starlab/models';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

export interface WeightsFile {
  /** Without its folder. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly tensors: StoredTensors;
  /** Of a safetensors file. */
  readonly metadata: Readonly<Record<string, string>>;
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StarlabError(`No weights can be read from ${path}: ${reason}`, {
      remedy: 'Give the path of a .ckpt, .pth or .safetensors file.',
      cause,
    });
  }
}

/** @throws StarlabError naming the file, when it is missing, damaged or holds more than tensors. */
export async function readWeightsFile(path: string): Promise<WeightsFile> {
  const bytes = await readBytes(path);
  const name = basename(path);
  try {
    const { tensors, metadata } = isPyTorchFile(bytes)
      ? { tensors: decodePyTorch(bytes), metadata: {} }
      : decodeStoredTensors(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { name, bytes: bytes.length, sha256, tensors, metadata };
  } catch (cause) {
    if (cause instanceof StarlabError)
      throw new StarlabError(`${path}: ${cause.message}`, { remedy: cause.remedy, cause });
    throw cause;
  }
}
