// The measures by which the domains and their varieties differ; every part of the face reads its own from here.
import type { DemoVariety } from '../attributes.ts';

export interface Anatomy {
  /** Outline: half width at the cheeks, height above and below the origin, where the cheeks are widest. */
  readonly head: {
    readonly width: number;
    readonly top: number;
    readonly chin: number;
    readonly cheekY: number;
  };
  readonly ears: 'pointed' | 'folded' | 'floppy' | 'tall' | 'round';
  /** Behind the head: a lion's mane, a tiger's or a fox's cheek fur. */
  readonly mane: 'none' | 'mane' | 'ruff' | 'cheeks';
  readonly eyes: {
    readonly x: number;
    readonly y: number;
    readonly radius: number;
    readonly pupil: 'slit' | 'round';
  };
  readonly muzzle: { readonly y: number; readonly rx: number; readonly ry: number };
  readonly nose: {
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly colour: string;
  };
  readonly whiskers: boolean;
  readonly collar: boolean;
}

const cat = {
  head: { width: 38, top: 30, chin: 29, cheekY: 6 },
  mane: 'none',
  eyes: { x: 17, y: -3, radius: 9.5, pupil: 'slit' },
  muzzle: { y: 15, rx: 13, ry: 9 },
  nose: { y: 9, width: 4.2, height: 3.6, colour: '#ef8d9c' },
  whiskers: true,
  collar: false,
} as const satisfies Omit<Anatomy, 'ears'>;

const dog = {
  head: { width: 32, top: 33, chin: 32, cheekY: -4 },
  mane: 'none',
  eyes: { x: 14, y: -9, radius: 7.5, pupil: 'round' },
  muzzle: { y: 15, rx: 21, ry: 17 },
  nose: { y: 4, width: 9, height: 6.5, colour: '#2e2733' },
  whiskers: false,
  collar: true,
} as const satisfies Omit<Anatomy, 'ears'>;

const wild = {
  head: { width: 32, top: 29, chin: 31, cheekY: 4 },
  ears: 'round',
  eyes: { x: 14.5, y: -6, radius: 7.5, pupil: 'round' },
  muzzle: { y: 17, rx: 18, ry: 13 },
  nose: { y: 8, width: 7.5, height: 5, colour: '#6b3f3c' },
  whiskers: true,
  collar: false,
} as const satisfies Omit<Anatomy, 'mane'>;

export const ANATOMY: Readonly<Record<DemoVariety, Anatomy>> = {
  upright: { ...cat, ears: 'pointed' },
  folded: { ...cat, ears: 'folded' },
  floppy: { ...dog, ears: 'floppy' },
  pointed: { ...dog, ears: 'tall' },
  lion: { ...wild, mane: 'mane' },
  tiger: { ...wild, mane: 'ruff' },
  fox: {
    ...wild,
    mane: 'cheeks',
    ears: 'pointed',
    head: { width: 31, top: 28, chin: 33, cheekY: -2 },
    muzzle: { y: 18, rx: 12, ry: 13 },
    nose: { y: 13, width: 6, height: 4.5, colour: '#2e2733' },
  },
};
