// Which stored pieces answer for a range of steps: rollups wherever whole buckets lie in it, the points themselves at its ends.
import { CHUNK_POINTS } from '../sealing/chunk.ts';
import { LOWEST_LEVEL, SEGMENT_BUCKETS } from '../sealing/rollup.ts';

/** Steps, both inclusive. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

export const EVERY_STEP: StepRange = { from: 0, to: 0x7fffffff };

export type Piece =
  | {
      readonly source: 'rollup';
      readonly level: number;
      /** Indices of buckets, both inclusive. */
      readonly first: number;
      readonly last: number;
    }
  | ({ readonly source: 'points' } & StepRange);

/**
 * Disjoint pieces that hold each point of `range` once.
 * @param level log2 of the steps of the largest buckets wanted; below the lowest level kept, only points serve.
 */
export function coverRange({ from, to }: StepRange, level: number): Piece[] {
  if (from > to) return [];
  const size = 2 ** level;
  // So few steps are in a chunk or two, which is no more to read than the buckets of several levels.
  if (level < LOWEST_LEVEL || to - from + 1 < CHUNK_POINTS) return [{ source: 'points', from, to }];
  const first = Math.ceil(from / size);
  const last = Math.floor((to + 1) / size) - 1;
  if (first > last) return coverRange({ from, to }, level - 1);
  return [
    ...coverRange({ from, to: first * size - 1 }, level - 1),
    { source: 'rollup', level, first, last },
    ...coverRange({ from: (last + 1) * size, to }, level - 1),
  ];
}

export const segmentsOf = ({
  first,
  last,
}: {
  readonly first: number;
  readonly last: number;
}): StepRange => ({
  from: Math.floor(first / SEGMENT_BUCKETS),
  to: Math.floor(last / SEGMENT_BUCKETS),
});
