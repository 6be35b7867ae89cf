// The pattern of the fur, drawn large enough to be seen at 32 px; the head's outline clips it.
import type { DemoStyle } from '../attributes.ts';
import type { Palette } from './palette.ts';
import { bothSides, ellipse, path } from './shape.ts';

type Pattern = (palette: Palette) => string;

const stripes: Pattern = ({ markings }) =>
  path('M-3.5 -36L3.5 -36L1.5 -16L-1.5 -16Z', markings) +
  bothSides(
    path('M7 -36L15 -34L9 -17L6.5 -17Z', markings) +
      path('M40 -14L41 -5L26 -3L26 -6Z', markings) +
      path('M42 2L41 11L27 9L28 6Z', markings) +
      path('M38 17L33 25L24 18L26 16Z', markings),
  );

const spots: Pattern = ({ markings }) =>
  ellipse({ cx: 0, cy: -21, rx: 4.5, ry: 4 }, markings) +
  bothSides(
    ellipse({ cx: 12, cy: -25, rx: 4.5, ry: 3.8 }, markings) +
      ellipse({ cx: 24, cy: -19, rx: 4.2, ry: 4.2 }, markings) +
      ellipse({ cx: 31, cy: -6, rx: 4, ry: 4.6 }, markings) +
      ellipse({ cx: 31, cy: 8, rx: 4, ry: 4 }, markings) +
      ellipse({ cx: 25, cy: 19, rx: 3.6, ry: 3.4 }, markings),
  );

/** One eye patch and the opposite cheek: the only pattern that is not symmetrical. */
const patches: Pattern = ({ markings }) =>
  path('M2 -40C16 -24 2 -10 6 2C12 16 30 12 46 6L46 -40Z', markings) +
  path('M-46 8C-34 6 -24 14 -22 36L-46 36Z', markings);

const PATTERNS: Readonly<Record<DemoStyle['pattern'], Pattern>> = {
  plain: () => '',
  stripes,
  spots,
  patches,
};

export const furPattern = (pattern: DemoStyle['pattern'], palette: Palette): string =>
  PATTERNS[pattern](palette);
