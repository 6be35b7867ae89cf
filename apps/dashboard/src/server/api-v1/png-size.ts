// Width and height of a PNG, from its first chunk (PNG specification, section 11.2.1), so that nothing else is stored as one.

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEADER_BYTES = 24;
const LARGEST = 16_384;

/** undefined if it is no PNG, or an unreasonably large one. */
export function pngSize(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, 8).equals(SIGNATURE)) return undefined;
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const fits = (size: number): boolean => size >= 1 && size <= LARGEST;
  return fits(width) && fits(height) ? { width, height } : undefined;
}
