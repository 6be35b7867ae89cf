// Any supported image file as 8-bit RGB, the pixels that PIL's `Image.open(path).convert('RGB')` sees: EXIF orientation
// and colour profiles are ignored, alpha is dropped, grey is repeated. The work is done on libvips' threads.
import { readFile } from 'node:fs/promises';
import sharp, { type OutputInfo } from 'sharp';

export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]` uint8. */
  readonly rgb: Uint8Array;
}

const ATTEMPTS_AT_A_REASON = 5;

/**
 * @throws Error, with libvips' own words, when the bytes are no readable image; cut-off files count as unreadable.
 */
export async function decodeImage(bytes: Uint8Array): Promise<DecodedImage> {
  const { data, info } = await decodeOrSayWhy(bytes);
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels instead of 3`);
  return {
    width: info.width,
    height: info.height,
    rgb: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}

/** libvips keeps one list of errors for all its threads; another image's decoding may empty it before ours is read. */
async function decodeOrSayWhy(bytes: Uint8Array): ReturnType<typeof decodeOnce> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await decodeOnce(bytes);
    } catch (error) {
      const saidWhy = error instanceof Error && error.message !== 'Unknown error';
      if (saidWhy) throw error;
      if (attempt === ATTEMPTS_AT_A_REASON) {
        throw new Error('the decoder refuses it without a reason', { cause: error });
      }
    }
  }
}

function decodeOnce(bytes: Uint8Array): Promise<{ data: Buffer; info: OutputInfo }> {
  // CMYK is the exception to PIL's pixels: it goes through libvips' default profile, closer to the eye than PIL's formula.
  return sharp(bytes, { failOn: 'error', ignoreIcc: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
}

/** Reads before decoding: given a path, libvips would remember the file's old content. */
export async function decodeFile(path: string): Promise<DecodedImage> {
  return decodeImage(await readFile(path));
}
