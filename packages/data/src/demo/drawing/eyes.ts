// Eyes: a dark rim, an iris lit from below, a pupil that follows the gaze, two highlights that do not.
import type { DemoContent } from '../attributes.ts';
import { darker, INK, lighter, WHITE } from '../colour.ts';
import type { Anatomy } from './anatomy.ts';
import type { Palette } from './palette.ts';
import { clip, clipped, element, ellipse, line, linearGradient } from './shape.ts';

const GAZE_REACH = 0.24; // of the eye's radius

function eye(side: 'left' | 'right', anatomy: Anatomy, { eyesOpen, gazeX, gazeY }: DemoContent): string {
  const { x, y, radius, pupil } = anatomy.eyes;
  const cx = side === 'left' ? -x : x;
  const opening = { cx, cy: y, rx: radius, ry: radius * eyesOpen };
  const look = { cx: cx + gazeX * radius * GAZE_REACH, cy: y + gazeY * radius * GAZE_REACH };
  const pupilWidth = radius * (pupil === 'slit' ? 0.36 : 0.56);
  const inside =
    ellipse({ ...opening, ry: radius }, 'url(#iris)') +
    ellipse({ ...look, rx: pupilWidth, ry: radius * (pupil === 'slit' ? 0.74 : 0.6) }, INK) +
    ellipse(
      { cx: cx - radius * 0.32, cy: y - radius * 0.36 * eyesOpen, rx: radius * 0.27, ry: radius * 0.27 },
      WHITE,
    ) +
    ellipse(
      { cx: cx + radius * 0.34, cy: y + radius * 0.4 * eyesOpen, rx: radius * 0.14, ry: radius * 0.14 },
      WHITE,
      {
        opacity: 0.8,
      },
    );
  const rim = element('ellipse', { ...opening, fill: 'none', stroke: INK, 'stroke-width': 2.4 });
  return clip(`eye-${side}`, ellipse(opening, '#000')) + clipped(`eye-${side}`, inside) + rim;
}

/** A closing lid leaves a crease above the eye. */
function creases(anatomy: Anatomy, palette: Palette, { eyesOpen }: DemoContent): string {
  if (eyesOpen > 0.7) return '';
  const { x, y, radius } = anatomy.eyes;
  const crease = (cx: number): string =>
    line(
      `M${cx - radius * 0.8} ${y - radius * 0.75}Q${cx} ${y - radius * 1.25} ${cx + radius * 0.8} ${y - radius * 0.75}`,
      palette.line,
      1.6,
      { opacity: 0.5 },
    );
  return crease(-x) + crease(x);
}

export function eyes(anatomy: Anatomy, palette: Palette, content: DemoContent): string {
  const iris = linearGradient('iris', 90, [
    { at: 0, colour: darker(palette.eyes, 0.3) },
    { at: 0.9, colour: lighter(palette.eyes, 0.35) },
  ]);
  return (
    iris + eye('left', anatomy, content) + eye('right', anatomy, content) + creases(anatomy, palette, content)
  );
}
