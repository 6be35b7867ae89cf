// The headers of the JPEGs that cameras and data sets are full of: baseline, Huffman codes, three components of luma and chroma in
// one scan (ITU-T T.81 annex B, JFIF). Anything else is `undefined`, not an error: libvips reads it, or says what is wrong.

export interface HuffmanCodes {
  /** Codes of 1 to 16 bits. */
  readonly counts: Uint8Array;
  readonly symbols: Uint8Array;
}

export interface JpegComponent {
  /** Blocks of 8×8 in a unit of the scan. */
  readonly across: number;
  readonly down: number;
  /** Quantisation, in the order of the scan. */
  readonly factors: Uint8Array;
  readonly dc: HuffmanCodes;
  readonly ac: HuffmanCodes;
}

export interface BaselineJpeg {
  readonly width: number;
  readonly height: number;
  /** Luma, blue, red. */
  readonly components: readonly JpegComponent[];
  /** Where the scan's data begin. */
  readonly dataStart: number;
}

const START = 0xffd8;
const [FRAME, HUFFMAN, SCAN, QUANTISATION, RESTARTS] = [0xffc0, 0xffc4, 0xffda, 0xffdb, 0xffdd];
const [JFIF, ADOBE] = [0xffe0, 0xffee];
const [FIRST_APPLICATION, COMMENT] = [0xffe0, 0xfffe];
const ADOBE_LUMA_AND_CHROMA = 1;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly { id: number; across: number; down: number; factors: number }[];
}

/** What the segments before the scan say. */
interface Tables {
  readonly factors: Map<number, Uint8Array>;
  /** By class (0 DC, 16 AC) and number. */
  readonly codes: Map<number, HuffmanCodes>;
  frame?: Frame;
  isJfif: boolean;
  adobeTransform?: number;
}

type Reader = (body: Uint8Array, tables: Tables) => boolean;

const word = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Buffer.from(text, 'latin1').equals(bytes.subarray(0, text.length));

function readFrame(body: Uint8Array, tables: Tables): boolean {
  const [precision, count] = [body[0], body[5]];
  if (precision !== 8 || count !== 3 || body.length !== 15 || tables.frame) return false;
  const components = [6, 9, 12].map((at) => ({
    id: body[at] ?? 0,
    across: (body[at + 1] ?? 0) >> 4,
    down: (body[at + 1] ?? 0) & 15,
    factors: body[at + 2] ?? 0,
  }));
  tables.frame = { height: word(body, 1), width: word(body, 3), components };
  return true;
}

function readFactors(body: Uint8Array, { factors }: Tables): boolean {
  if (body.length % 65 !== 0) return false; // of 16 bits, or cut off
  for (let at = 0; at < body.length; at += 65) {
    const id = body[at] ?? 0;
    if (id > 3) return false;
    factors.set(id, body.subarray(at + 1, at + 65));
  }
  return true;
}

function readCodes(body: Uint8Array, { codes }: Tables): boolean {
  let at = 0;
  while (at < body.length) {
    const id = body[at] ?? 0;
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const symbols = body.subarray(at + 17, at + 17 + total);
    // Codes of ones alone are forbidden, so some are left over; sizes of means have four bits.
    const used = counts.reduce((sum, count, i) => sum + count * 2 ** (15 - i), 0);
    const isKnown = [0, 1, 2, 3, 16, 17, 18, 19].includes(id);
    const isSound = isKnown && used < 2 ** 16 && total <= 256 && symbols.length === total;
    if (!isSound || (id < 16 && symbols.some((symbol) => symbol > 15))) return false;
    codes.set(id, { counts, symbols });
    at += 17 + total;
  }
  return true;
}

const READERS = new Map<number, Reader>([
  [FRAME, readFrame],
  [QUANTISATION, readFactors],
  [HUFFMAN, readCodes],
  [RESTARTS, (body) => word(body, 0) === 0],
  [JFIF, (body, tables) => ((tables.isJfif ||= startsWith(body, 'JFIF\0')), true)],
  [
    ADOBE,
    (body, tables) => {
      if (startsWith(body, 'Adobe')) tables.adobeTransform = body[11] ?? 0;
      return true;
    },
  ],
]);
const isSkipped = (marker: number): boolean =>
  marker === COMMENT || (marker >= FIRST_APPLICATION && marker < FIRST_APPLICATION + 16);

/** As libjpeg decides it. */
function isLumaAndChroma({ isJfif, adobeTransform, frame }: Tables): boolean {
  if (adobeTransform !== undefined) return adobeTransform === ADOBE_LUMA_AND_CHROMA;
  return isJfif || frame?.components.every(({ id }, i) => id === i + 1) === true;
}

/** Chroma as often as luma, half as often across, or half as often along both axes. */
function isUsualSampling([luma, blue, red]: Frame['components']): boolean {
  if (!luma || blue?.across !== 1 || blue.down !== 1 || red?.across !== 1 || red.down !== 1) return false;
  return ['1x1', '2x1', '2x2'].includes(`${luma.across}x${luma.down}`);
}

/** The frame's components with the tables that the scan's header gives them. */
function scanned(body: Uint8Array, tables: Tables): JpegComponent[] | undefined {
  const { frame, factors, codes } = tables;
  const isWholeScan = body.length === 10 && body[0] === 3 && body[7] === 0 && body[8] === 63 && body[9] === 0;
  if (!frame || !isWholeScan || !isLumaAndChroma(tables) || !isUsualSampling(frame.components))
    return undefined;
  const components = frame.components.flatMap(({ id, across, down, factors: factorsId }, i) => {
    const chosen = body[2 + 2 * i] ?? 0;
    const [dc, ac, own] = [codes.get(chosen >> 4), codes.get(16 | (chosen & 15)), factors.get(factorsId)];
    return body[1 + 2 * i] === id && dc && ac && own ? [{ across, down, factors: own, dc, ac }] : [];
  });
  return components.length === 3 ? components : undefined;
}

export function readJpegHeaders(bytes: Uint8Array): BaselineJpeg | undefined {
  if (word(bytes, 0) !== START) return undefined;
  const tables: Tables = { factors: new Map(), codes: new Map(), isJfif: false };
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = word(bytes, at);
    const end = at + 2 + word(bytes, at + 2);
    const body = bytes.subarray(at + 4, end);
    if (end > bytes.length) return undefined;
    if (marker === SCAN) {
      const components = scanned(body, tables);
      const { width = 0, height = 0 } = tables.frame ?? {};
      return components && { width, height, components, dataStart: end };
    }
    const reader = READERS.get(marker);
    if (reader ? !reader(body, tables) : !isSkipped(marker)) return undefined;
    at = end;
  }
  return undefined;
}
