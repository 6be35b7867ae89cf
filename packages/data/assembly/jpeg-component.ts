// What the parts of the JPEG decoder know of a component: luma, blue or red.

/** A component of the image. Places in bytes. */
@unmanaged
export class Component {
  /** Blocks of 8×8 in a unit of the scan. */
  across: i32;
  down: i32;
  /** Its samples, whole blocks of them, and the bytes of a row. */
  plane: usize;
  pitch: i32;
  /** For each coefficient in the order of the scan, 32 bits: the factor, and times 2^16 its place in the block. */
  steps: usize;
  /** Tables of codes, see below. */
  dc: usize;
  ac: usize;
  predicted: i32;
}

export const COMPONENT_BYTES: usize = 32;
