// Any supported image file as 8-bit RGB, the pixels that PIL's `Image.open(path).convert('RGB')` sees: EXIF orientation
// and colour profiles are ignored, alpha is dropped, grey is repeated. Common JPEGs are decoded here, all others on libvips' threads.
import sharp, { type OutputInfo } from 'sharp';
import { decodeBaselineJpeg } from './baseline-jpeg.ts';

export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]` uint8. */
  readonly rgb: Uint8Array;
}

const ATTEMPTS_AT_A_REASON = 5;

/**
 * Calls `use` with the image's pixels, which it may read during the call only.
 * @throws Error, with libvips' own words, when the bytes are no readable image; cut-off files count as unreadable.
 */
export async function useDecoded<Result>(
  bytes: Uint8Array,
  use: (image: DecodedImage) => Result,
): Promise<Result> {
  return use(decodeBaselineJpeg(bytes) ?? (await decodeByLibvips(bytes)));
}

/** Whether its EXIF data tell a viewer to turn or mirror the image, which decoding here does not. */
export async function isTurned(bytes: Uint8Array): Promise<boolean> {
  const { orientation } = await sharp(bytes).metadata();
  return orientation !== undefined && orientation > 1;
}

/** As `useDecoded`, with pixels to keep. */
export async function decodeImage(bytes: Uint8Array): Promise<DecodedImage> {
  const jpeg = decodeBaselineJpeg(bytes);
  return jpeg ? { ...jpeg, rgb: jpeg.rgb.slice() } : decodeByLibvips(bytes);
}

/** Whatever libvips reads. */
export async function decodeByLibvips(bytes: Uint8Array): Promise<DecodedImage> {
  const { data, info } = await decodeOrSayWhy(bytes);
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels instead of 3`);
  return {
    width: info.width,
    height: info.height,
    rgb: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}

/**
 * libvips keeps one list of errors for all its threads; another image's decoding may empty it before ours is read. Then it is
 * asked again, with others in the same case one after the other.
 */
async function decodeOrSayWhy(bytes: Uint8Array): ReturnType<typeof decodeOnce> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await (attempt === 1 ? decodeOnce(bytes) : decodeInTurn(bytes));
    } catch (error) {
      const saidWhy = error instanceof Error && error.message !== 'Unknown error';
      if (saidWhy) throw error;
      if (attempt === ATTEMPTS_AT_A_REASON) {
        throw new Error('the decoder refuses it without a reason', { cause: error });
      }
    }
  }
}

let turn: Promise<unknown> = Promise.resolve();

function decodeInTurn(bytes: Uint8Array): ReturnType<typeof decodeOnce> {
  const decoded = turn.then(() => decodeOnce(bytes));
  turn = decoded.catch(() => undefined);
  return decoded;
}

/** Bytes, not a path: given that, libvips would remember the file's old content. */
function decodeOnce(bytes: Uint8Array): Promise<{ data: Buffer; info: OutputInfo }> {
  // CMYK is the exception to PIL's pixels: it goes through libvips' default profile, closer to the eye than PIL's formula.
  return sharp(bytes, { failOn: 'error', ignoreIcc: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
}
