// What tests of several packages share. Imported from *.test.ts only; the formula is an entry of its own (`./golden`), since
// `starlab parity` needs it, too.
export { decodeFloat32, fnv1a32, goldenParameter, ints, sym, u01 } from './golden.ts';
export { expectAllClose, type Tolerance } from './all-close.ts';
export { expectGoldenTensor, type GoldenTensor } from './golden-tensor.ts';
