// Behind the animal: a gradient, a soft disc of light that sets the head off, and the shoulders below.
import type { DemoStyle } from '../attributes.ts';
import { lighter } from '../colour.ts';
import type { Anatomy } from './anatomy.ts';
import type { Palette } from './palette.ts';
import { clip, clipped, element, ellipse, linearGradient, path, shading } from './shape.ts';

export function background({ background: { from, to, angle } }: DemoStyle): string {
  const gradient = linearGradient('sky', angle, [
    { at: 0, colour: from },
    { at: 1, colour: to },
  ]);
  const sheet = element('rect', { width: 128, height: 128, fill: 'url(#sky)' });
  const disc = ellipse({ cx: 64, cy: 62, rx: 56, ry: 56 }, lighter(from, 0.45), { opacity: 0.35 });
  return gradient + sheet + disc;
}

/** In image coordinates, 0..128; follows the head sideways only. */
export function shoulders(palette: Palette, anatomy: Anatomy, shift: number): string {
  const x = 64 + shift;
  const gradient = shading('coat', [
    { at: 0, colour: palette.fur },
    { at: 1, colour: palette.furShade },
  ]);
  const outline = `M${x - 48} 130C${x - 48} 106 ${x - 27} 95 ${x} 95C${x + 27} 95 ${x + 48} 106 ${x + 48} 130Z`;
  const chest = ellipse({ cx: x, cy: 128, rx: 17, ry: 24 }, palette.muzzle, { opacity: 0.9 });
  const headShadow = ellipse({ cx: x, cy: 99, rx: 36, ry: 11 }, palette.line, { opacity: 0.2 });
  return (
    gradient +
    clip('coat-outline', path(outline, '#000')) +
    clipped('coat-outline', path(outline, 'url(#coat)') + chest + headShadow) +
    (anatomy.collar ? collar(palette, x) : '')
  );
}

function collar(palette: Palette, x: number): string {
  const band = path(
    `M${x - 32} 102C${x - 14} 114 ${x + 14} 114 ${x + 32} 102L${x + 34} 109C${x + 14} 122 ${x - 14} 122 ${x - 34} 109Z`,
    palette.accent,
  );
  return band + ellipse({ cx: x, cy: 120, rx: 5, ry: 5 }, '#ffd75e');
}
