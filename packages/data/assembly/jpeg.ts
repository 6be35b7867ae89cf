// Decodes the scan of a baseline JPEG on vectors of 128 bits (AssemblyScript), to the pixels of libjpeg: its accurate integer
// cosine transform, its smooth chroma and its integer colours. Whatever is odd about a scan ends it: src/images/baseline-jpeg.ts,
// which reads the headers and calls this, then leaves the file to libvips.
// After ITU-T T.81, annex F.
// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- AssemblyScript has no imports of types
import { Component, COMPONENT_BYTES } from './jpeg-component';
import { flat, samples } from './jpeg-transform';

export { toRgb } from './jpeg-colour';

@unmanaged
class Scan {
  /** Without stuffed bytes, with zeros behind. */
  data: usize;
  length: i32;
  unitsAcross: i32;
  unitsDown: i32;
  components: usize;
  /** The blocks of a row of units, `BLOCK_BYTES` each, and one to work in. */
  blocks: usize;
  between: usize;
}

/** A block's 64 coefficients; a place for those past the end; whether there is any but the mean. */
const BLOCK_BYTES: usize = 144;
const IS_FLAT: usize = 136;
/** Of coefficients, four times what samples of 8 bits can have: up to here libjpeg's ways of computing agree. */
const LIMIT = 8192;

const TABLE_BITS = 10;
/**
 * A table is looked up by the next ten bits. An entry: how many of them are a code and its value together, times 2^8 the coefficients
 * to jump over (END after the last one), times 2^16 the value. With WITHOUT_VALUE as the jump, the value does not fit in: then they are the
 * bits of the code, or none where it is longer than ten, and the symbol is in the value's place.
 */
const END = 200;
const WITHOUT_VALUE = 255;
/** Behind a table's entries, for codes of 11 to 16 bits: the first code too large, left-aligned in 16; where its symbols begin. */
const LONG_CODES: usize = 4 << TABLE_BITS;
const SYMBOLS: usize = LONG_CODES + 8 * 6;

/** Big-endian. */
function wordAt(place: usize): u64 {
  const bytes = i8x16.swizzle(
    v128.load_zero<u64>(place),
    i8x16(7, 6, 5, 4, 3, 2, 1, 0, -1, -1, -1, -1, -1, -1, -1, -1),
  );
  return i64x2.extract_lane(bytes, 0);
}

/** Code length and symbol of a code longer than ten bits: `length | symbol << 8`; 0 where there is none. */
function longCode(table: usize, bits: u64): i32 {
  const code = (bits >> 48) as i32;
  for (let length = TABLE_BITS + 1; length <= 16; length++) {
    const row = table + LONG_CODES + 8 * (length - TABLE_BITS - 1);
    if (code < load<i32>(row)) {
      return length | ((load<u8>(table + SYMBOLS + load<i32>(row, 4) + (code >> (16 - length))) as i32) << 8);
    }
  }
  return 0;
}

/** The lower half of the numbers of `size` bits stands for negative ones (T.81, F.2.2.1). */
function extended(raw: i32, size: i32): i32 {
  return raw < 1 << (size - 1) ? raw - (1 << size) + 1 : raw;
}

/** Of the scan's data: the next bits from the top, how many of them are valid, and where the others are. */
let bits: u64 = 0;
let left: i32 = 0;
let from: usize = 0;

/** @returns 0, or 1 where the scan is not what it should be */
export function decodeScan(scan: Scan): i32 {
  bits = 0;
  left = 0;
  from = scan.data;
  const end = scan.data + scan.length;
  for (let unitDown = 0; unitDown < scan.unitsDown; unitDown++) {
    // A row is at most as long as its blocks could be, so nothing beyond the zeros is read.
    if (from > end + 8 || decodeRow(scan) !== 0) return 1;
    transformRow(scan, unitDown);
  }
  const read = 8 * ((from - scan.data) as i32) - left;
  return (read + 7) >> 3 === scan.length ? 0 : 1;
}

/** The coefficients of a row of units. */
function decodeRow(scan: Scan): i32 {
  const end = scan.data + scan.length;
  let block = scan.blocks;
  let next = bits;
  let valid = left;
  let place = from;
  let extent = 0;
  for (let unit = 0; unit < scan.unitsAcross; unit++) {
    if (place > end + 8) return 1;
    for (let c: usize = 0; c < 3; c++) {
      const component = changetype<Component>(scan.components + c * COMPONENT_BYTES);
      const steps = component.steps;
      const ac = component.ac;
      for (let b = component.across * component.down; b > 0; b--) {
        for (let i: usize = 0; i < 128; i += 16) v128.store(block + i, i64x2.splat(0));
        if (valid < 32) {
          next |= wordAt(place) >> valid;
          place += (63 - valid) >> 3;
          valid |= 56;
        }
        let entry = load<i32>(component.dc + (((next >> (64 - TABLE_BITS)) as usize) << 2));
        let length = entry & 255;
        let value = entry >> 16;
        if (((entry >> 8) & 255) === WITHOUT_VALUE) {
          if (length === 0) {
            const long = longCode(component.dc, next);
            if (long === 0) return 1;
            length = long & 255;
            value = long >> 8;
          }
          const size = value & 15;
          next <<= length;
          valid -= length;
          length = size;
          value = size === 0 ? 0 : extended((next >> (64 - size)) as i32, size);
        }
        next <<= length;
        valid -= length;
        component.predicted += value;
        const mean = component.predicted * (load<u16>(steps) as i32);
        extent |= mean + LIMIT;
        store<i16>(block, mean);

        let k = 1;
        while (k < 64) {
          if (valid < 32) {
            next |= wordAt(place) >> valid;
            place += (63 - valid) >> 3;
            valid |= 56;
          }
          entry = load<i32>(ac + (((next >> (64 - TABLE_BITS)) as usize) << 2));
          length = entry & 255;
          let jump = (entry >> 8) & 255;
          value = entry >> 16;
          if (jump === WITHOUT_VALUE) {
            if (length === 0) {
              const long = longCode(ac, next);
              if (long === 0) return 1;
              length = long & 255;
              value = long >> 8;
            }
            const size = value & 15;
            jump = (value >> 4) & 15;
            next <<= length;
            valid -= length;
            length = size;
            if (size === 0) {
              if (jump !== 0 && jump !== 15) return 1;
              value = 0;
              if (jump === 0) jump = END;
            } else {
              value = extended((next >> (64 - size)) as i32, size);
            }
          }
          next <<= length;
          valid -= length;
          k += jump;
          const step = load<u32>(steps + 4 * k);
          const coefficient = value * ((step & 65535) as i32);
          extent |= coefficient + LIMIT;
          store<i16>(block + (step >> 16), coefficient);
          k++;
        }
        if (k > 64 && k < END) return 1;
        store<u8>(block, k === END + 2 ? 1 : 0, IS_FLAT);
        block += BLOCK_BYTES;
      }
    }
  }
  bits = next;
  left = valid;
  from = place;
  return (extent & ~(2 * LIMIT - 1)) === 0 ? 0 : 1;
}

/** Coefficients to samples. */
function transformRow(scan: Scan, unitDown: i32): void {
  let block = scan.blocks;
  for (let unit = 0; unit < scan.unitsAcross; unit++) {
    for (let c: usize = 0; c < 3; c++) {
      const component = changetype<Component>(scan.components + c * COMPONENT_BYTES);
      const pitch = component.pitch;
      for (let y = 0; y < component.down; y++) {
        for (let x = 0; x < component.across; x++, block += BLOCK_BYTES) {
          const row = 8 * (unitDown * component.down + y);
          const target = component.plane + row * pitch + 8 * (unit * component.across + x);
          if (load<u8>(block, IS_FLAT) === 1) flat(load<i16>(block), target, pitch);
          else samples(block, scan.between, target, pitch);
        }
      }
    }
  }
}
