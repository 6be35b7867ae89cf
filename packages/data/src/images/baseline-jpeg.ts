// Most JPEGs, decoded by assembly/jpeg.wasm to the very pixels of libjpeg, which libvips and Pillow read them with: a quarter of the
// time that libvips takes, most of which is not libjpeg's. What is not of that kind, or not sound, is left to libvips.
import { placesFor, wasmModule, type Memory } from '../wasm.ts';
import type { DecodedImage } from './decode.ts';
import { readJpegHeaders, type BaselineJpeg, type HuffmanCodes, type JpegComponent } from './jpeg-headers.ts';
import { STEPS_BYTES, TABLE_BYTES, writeSteps, writeTable, type Kind } from './jpeg-tables.ts';

const wasm = wasmModule<{
  readonly memory: Memory;
  decodeScan(scan: number): number;
  toRgb(picture: number): void;
}>('jpeg');

/** Decoding holds the thread up, 5 ms at this size; larger images go to libvips' threads. */
const MOST_PIXELS = 2 ** 20;
/** libjpeg does not smooth the chroma of narrower ones. */
const LEAST_SIDE = 8;

// As in assembly/jpeg.ts.
const COMPONENT_WORDS = 8;
const COMPONENTS = 3;
const BLOCK_BYTES = 144;
/** Zeros behind the data, for the decoder to run into. */
const PADDING = 4096;
const SLACK_BYTES = 64;

/**
 * Copies a scan's data without the zero that is stuffed behind every byte 255.
 * @returns how many bytes it has; `undefined` unless it goes on to the image's end without another marker
 */
function unstuff(bytes: Uint8Array, start: number, target: Uint8Array): number | undefined {
  let from = start;
  let to = 0;
  for (;;) {
    const marker = bytes.indexOf(0xff, from);
    const next = bytes[marker + 1];
    const isEnd = next === 0xd9;
    if (marker < 0 || (next !== 0 && !isEnd)) return undefined;
    const end = isEnd ? marker : marker + 1;
    target.set(bytes.subarray(from, end), to);
    to += end - from;
    if (isEnd) return to;
    from = marker + 2;
  }
}

/** How the image falls into units of the scan. */
interface Layout {
  readonly unitsAcross: number;
  readonly unitsDown: number;
  readonly blocksOfRow: number;
  /** Bytes of a component's rows and of all its samples. */
  readonly pitches: readonly number[];
  readonly planes: readonly number[];
  readonly rowBytes: number;
}

function layoutOf({ width, height, components }: BaselineJpeg): Layout {
  const [luma] = components;
  const unitsAcross = Math.ceil(width / (8 * (luma?.across ?? 1)));
  const unitsDown = Math.ceil(height / (8 * (luma?.down ?? 1)));
  const pitches = components.map(({ across }) => 8 * across * unitsAcross);
  const planes = components.map(({ down }, c) => 8 * down * unitsDown * (pitches[c] ?? 0));
  const blocksOfRow = components.reduce((sum, { across, down }) => sum + across * down * unitsAcross, 0);
  const rowBytes = 2 * (pitches[0] ?? 0) + SLACK_BYTES;
  return { unitsAcross, unitsDown, blocksOfRow, pitches, planes, rowBytes };
}

function placesOf({ width, height }: BaselineJpeg, layout: Layout, dataBytes: number) {
  const total = layout.planes.reduce((sum, bytes) => sum + bytes, 0);
  return placesFor(wasm().memory, {
    scan: 7 * 4,
    picture: 8 * 4,
    components: 4 * COMPONENTS * COMPONENT_WORDS,
    blocks: layout.blocksOfRow * BLOCK_BYTES,
    between: BLOCK_BYTES,
    steps: COMPONENTS * STEPS_BYTES,
    codes: 2 * COMPONENTS * TABLE_BYTES,
    rows: 3 * layout.rowBytes,
    planes: total + SLACK_BYTES,
    target: 3 * width * height + SLACK_BYTES,
    data: dataBytes + PADDING + SLACK_BYTES,
  });
}

type Places = ReturnType<typeof placesOf>;

/** A table for each of the file's codes, which components share. */
function writeTables(components: readonly JpegComponent[], place: number): Map<HuffmanCodes, number> {
  const places = new Map<HuffmanCodes, number>();
  const write = (codes: HuffmanCodes, kind: Kind): void => {
    if (places.has(codes)) return;
    const at = place + places.size * TABLE_BYTES;
    places.set(codes, at);
    writeTable(codes, kind, new Int32Array(wasm().memory.buffer, at, TABLE_BYTES / 4));
  };
  for (const { dc, ac } of components) {
    write(dc, 'dc');
    write(ac, 'ac');
  }
  return places;
}

function writeComponents(components: readonly JpegComponent[], layout: Layout, places: Places): void {
  const { buffer } = wasm().memory;
  const tables = writeTables(components, places.codes);
  let plane = places.planes;
  components.forEach(({ across, down, factors, dc, ac }, c) => {
    const steps = places.steps + c * STEPS_BYTES;
    writeSteps(factors, new Uint32Array(buffer, steps, STEPS_BYTES / 4));
    const [dcTable = 0, acTable = 0] = [tables.get(dc), tables.get(ac)];
    const words = [across, down, plane, layout.pitches[c] ?? 0, steps, dcTable, acTable, 0];
    new Int32Array(buffer, places.components + 4 * c * COMPONENT_WORDS).set(words);
    plane += layout.planes[c] ?? 0;
  });
}

/**
 * @returns `undefined` of anything but a sound baseline JPEG; else its pixels, in memory that the next call writes over: an image's pages,
 * new each time, would cost the kernel more than all the rest
 */
export function decodeBaselineJpeg(bytes: Uint8Array): DecodedImage | undefined {
  const jpeg = readJpegHeaders(bytes);
  if (!jpeg) return undefined;
  const { width, height, components, dataStart } = jpeg;
  if (width * height > MOST_PIXELS || Math.min(width, height) < LEAST_SIDE) return undefined;

  const layout = layoutOf(jpeg);
  const places = placesOf(jpeg, layout, bytes.length - dataStart);
  const { buffer } = wasm().memory;
  const data = new Uint8Array(buffer, places.data);
  const length = unstuff(bytes, dataStart, data);
  if (length === undefined) return undefined;
  data.fill(0, length, length + PADDING);

  writeComponents(components, layout, places);
  const { unitsAcross, unitsDown, rowBytes } = layout;
  const scan = [
    places.data,
    length,
    unitsAcross,
    unitsDown,
    places.components,
    places.blocks,
    places.between,
  ];
  new Int32Array(buffer, places.scan).set(scan);
  if (wasm().decodeScan(places.scan) !== 0) return undefined;

  const [luma] = components;
  const chroma = [Math.ceil(width / (luma?.across ?? 1)), Math.ceil(height / (luma?.down ?? 1))] as const;
  const picture = [width, height, ...chroma, places.components, places.target, places.rows, rowBytes];
  new Int32Array(buffer, places.picture).set(picture);
  wasm().toRgb(places.picture);
  return { width, height, rgb: new Uint8Array(buffer, places.target, 3 * width * height) };
}
