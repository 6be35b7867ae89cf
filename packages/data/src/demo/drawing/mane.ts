// What frames a wild animal's face: the lion's mane of overlapping locks, the tiger's pointed ruff, the fox's cheeks.
import type { Anatomy } from './anatomy.ts';
import type { Palette } from './palette.ts';
import { bothSides, ellipse, path, shading } from './shape.ts';

/** A closed star of `points` rounded locks around the head. */
function locks(points: number, outer: number, inner: number): string {
  const at = (index: number, radius: number): string => {
    const angle = (index / points) * 2 * Math.PI - Math.PI / 2;
    return `${(Math.cos(angle) * radius).toFixed(2)} ${(Math.sin(angle) * radius + 2).toFixed(2)}`;
  };
  const curves = Array.from(
    { length: points },
    (_, i) => `C${at(i + 0.15, outer)} ${at(i + 0.85, outer)} ${at(i + 1, inner)}`,
  );
  return `M${at(0, inner)}${curves.join('')}Z`;
}

const mane = (palette: Palette): string =>
  path(locks(14, 58, 47), 'url(#mane)') +
  path(locks(14, 46, 39), palette.markings, { transform: 'rotate(13)', opacity: 0.7 });

const ruff = (palette: Palette): string =>
  bothSides(
    path('M20 -26C36 -23 44 -12 45 -3L52 4L46 9L53 18L45 21L48 31L36 31L30 40L8 33Z', palette.markings) +
      path('M20 -24C34 -20 40 -10 41 -2L46 5L40 9L46 17L38 19L41 27L31 28L27 36L8 33Z', palette.muzzle),
  );

const cheeks = (palette: Palette): string =>
  bothSides(
    path(
      'M16 -20C32 -16 44 -2 54 12C46 13 46 15 50 22C42 22 40 24 41 30C34 29 30 32 28 37L4 34Z',
      palette.muzzle,
    ),
  ) + ellipse({ cx: 0, cy: 20, rx: 26, ry: 18 }, palette.muzzleShade, { opacity: 0.5 });

export function maneBehindHead(palette: Palette, anatomy: Anatomy): string {
  const gradient = shading('mane', [
    { at: 0.3, colour: palette.markings },
    { at: 1, colour: palette.markingsShade },
  ]);
  switch (anatomy.mane) {
    case 'none':
      return '';
    case 'mane':
      return gradient + mane(palette);
    case 'ruff':
      return ruff(palette);
    case 'cheeks':
      return cheeks(palette);
    default:
      return anatomy.mane satisfies never;
  }
}
