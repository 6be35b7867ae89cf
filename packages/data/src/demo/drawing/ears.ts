// Ears, the clearest sign of the domain: triangles for cats, flaps or tall points for dogs, rounds for wild animals.
import type { Anatomy } from './anatomy.ts';
import type { Palette } from './palette.ts';
import { bothSides, ellipse, path } from './shape.ts';

type Ear = (palette: Palette) => string;

const pointed: Ear = (palette) =>
  path('M8 -25C14 -38 24 -50 33 -53C38 -44 40 -26 37 -8Z', palette.fur) +
  path('M15 -27C20 -36 26 -43 31 -45C34 -38 35 -27 33 -14Z', palette.innerEar);

const folded: Ear = (palette) =>
  path('M8 -24C16 -38 28 -42 36 -36C40 -28 39 -16 36 -6Z', palette.fur) +
  path('M10 -28C18 -40 34 -42 38 -31C39 -23 34 -17 29 -14C27 -23 19 -28 10 -28Z', palette.furShade);

const floppy: Ear = (palette) =>
  path(
    'M14 -31C30 -40 45 -32 46 -12C47 4 43 17 35 17C27 16 26 -2 24 -12C22 -20 18 -26 14 -31Z',
    palette.markings,
  ) +
  path('M22 -31C34 -34 42 -26 42 -10C42 2 40 10 36 12C38 -4 36 -22 22 -31Z', palette.markingsShade, {
    opacity: 0.55,
  });

const tall: Ear = (palette) =>
  path('M5 -27C10 -40 21 -49 31 -50C37 -41 37 -24 32 -8Z', palette.markings) +
  path('M14 -29C18 -36 24 -42 29 -43C32 -37 32 -27 29 -17Z', palette.innerEar);

const round: Ear = (palette) =>
  ellipse({ cx: 26, cy: -28, rx: 11.5, ry: 11.5 }, palette.fur) +
  ellipse({ cx: 26, cy: -27, rx: 7, ry: 7 }, palette.innerEar);

const EARS: Readonly<Record<Anatomy['ears'], Ear>> = { pointed, folded, floppy, tall, round };

/** Floppy ears hang in front of the head, the others stand behind it. */
export function ears(palette: Palette, anatomy: Anatomy): { behind: string; inFront: string } {
  const pair = bothSides(EARS[anatomy.ears](palette));
  return anatomy.ears === 'floppy' ? { behind: '', inFront: pair } : { behind: pair, inFront: '' };
}
