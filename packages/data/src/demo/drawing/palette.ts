// Every colour of one animal, derived from its style: the parts never mix colours themselves.
import type { DemoStyle } from '../attributes.ts';
import { brightness, darker, lighter, mix, WHITE } from '../colour.ts';

export interface Palette {
  readonly fur: string;
  readonly furLight: string;
  readonly furShade: string;
  readonly markings: string;
  readonly markingsShade: string;
  readonly muzzle: string;
  readonly muzzleShade: string;
  readonly innerEar: string;
  readonly line: string;
  readonly whiskers: string;
  readonly eyes: string;
  readonly accent: string;
}

export function paletteOf({ fur, markings, eyes, accent }: DemoStyle): Palette {
  const muzzle = mix(lighter(fur, 0.72), '#fff6e8', 0.35);
  const isDark = brightness(fur) < 0.4;
  return {
    fur,
    furLight: lighter(fur, 0.28),
    furShade: darker(fur, 0.24),
    markings,
    markingsShade: darker(markings, 0.28),
    muzzle,
    muzzleShade: darker(muzzle, 0.16),
    innerEar: mix(lighter(fur, 0.35), '#f28fa0', 0.6),
    line: darker(fur, isDark ? 0.7 : 0.62),
    whiskers: isDark ? mix(fur, WHITE, 0.75) : lighter(fur, 0.85),
    eyes,
    accent,
  };
}
