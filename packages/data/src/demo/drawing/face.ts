// The whole picture: background, shoulders, and a head whose parts shift against each other as it turns and nods.
import type { DemoAttributes } from '../attributes.ts';
import { ANATOMY } from './anatomy.ts';
import { background, shoulders } from './background.ts';
import { ears } from './ears.ts';
import { eyes } from './eyes.ts';
import { furPattern } from './fur-pattern.ts';
import { head } from './head.ts';
import { maneBehindHead } from './mane.ts';
import { muzzle } from './muzzle.ts';
import { paletteOf } from './palette.ts';
import { element, group } from './shape.ts';

const VIEW = 128;
/** How far the face shifts over the head at full turn or nod, and the muzzle, being nearer, over the face. */
const TURN = 4.5;
const NOD = 2.5;
const MUZZLE_LEAD = 0.45;
/** The head fills the picture as photographs of faces do, and sits low enough for upright ears. */
const HEAD_SCALE = 1.1;
const HEAD_Y = 68;

const shifted = (dx: number, dy: number, part: string): string =>
  group(`translate(${dx.toFixed(2)} ${dy.toFixed(2)})`, part);

/** An SVG of `size`×`size` px; the same text for the same attributes. */
export function faceSvg({ style, content }: DemoAttributes, size: number): string {
  const anatomy = ANATOMY[style.variety];
  const palette = paletteOf(style);
  const [dx, dy] = [content.turn * TURN, content.nod * NOD];
  const pair = ears(palette, anatomy);

  const animal =
    shifted(-dx * 0.3, -dy * 0.3, maneBehindHead(palette, anatomy)) +
    shifted(-dx * 0.4, dy * 0.4, pair.behind) +
    head(palette, anatomy, shifted(dx * 0.7, dy * 0.7, furPattern(style.pattern, palette))) +
    shifted(-dx * 0.2, dy * 0.4, pair.inFront) +
    shifted(dx, dy, eyes(anatomy, palette, content)) +
    shifted(dx * (1 + MUZZLE_LEAD), dy * (1 + MUZZLE_LEAD), muzzle(anatomy, palette, content));

  const x = VIEW / 2 + content.offsetX * VIEW;
  const y = HEAD_Y + content.offsetY * VIEW;
  const place = `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${content.tilt}) scale(${(content.size * HEAD_SCALE).toFixed(4)})`;
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width: size, height: size, viewBox: `0 0 ${VIEW} ${VIEW}` },
    background(style) + shoulders(palette, anatomy, content.offsetX * VIEW * 0.6) + group(place, animal),
  );
}
