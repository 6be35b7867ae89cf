// Muzzle, nose, mouth and whiskers: what moves when the animal smiles or opens its mouth.
import type { DemoContent } from '../attributes.ts';
import { lighter, WHITE } from '../colour.ts';
import type { Anatomy } from './anatomy.ts';
import type { Palette } from './palette.ts';
import { bothSides, ellipse, line, path, shading } from './shape.ts';

const MOUTH = '#7d2b3f';
const TONGUE = '#f4808f';

function nose({ nose: { y, width: w, height: h, colour } }: Anatomy): string {
  const shape = path(
    `M${-w} ${y - h * 0.5}C${-w * 0.6} ${y - h} ${w * 0.6} ${y - h} ${w} ${y - h * 0.5}C${w} ${y + h * 0.3} ${w * 0.4} ${y + h} 0 ${y + h}C${-w * 0.4} ${y + h} ${-w} ${y + h * 0.3} ${-w} ${y - h * 0.5}Z`,
    colour,
  );
  const shine = ellipse({ cx: -w * 0.3, cy: y - h * 0.35, rx: w * 0.32, ry: h * 0.2 }, WHITE, {
    opacity: 0.6,
  });
  return shape + shine;
}

/** Two arcs from the nose, deeper the broader the smile; below them, when open, the mouth with its tongue. */
function mouth(anatomy: Anatomy, palette: Palette, { smile, mouthOpen }: DemoContent): string {
  const top = anatomy.nose.y + anatomy.nose.height;
  const seam = top + 3;
  const reach = anatomy.muzzle.rx * (0.5 + 0.15 * smile);
  const corner = seam + 2 - 3.5 * smile;
  const depth = 3 + 11 * mouthOpen;
  const opening =
    mouthOpen === 0
      ? ''
      : path(
          `M${-reach * 0.8} ${seam + 1}C${-reach * 0.7} ${seam + depth * 1.25} ${reach * 0.7} ${seam + depth * 1.25} ${reach * 0.8} ${seam + 1}Z`,
          MOUTH,
        ) +
        path(
          `M${-reach * 0.45} ${seam + depth * 0.62}C${-reach * 0.4} ${seam + depth * 0.3} ${reach * 0.4} ${seam + depth * 0.3} ${reach * 0.45} ${seam + depth * 0.62}C${reach * 0.3} ${seam + depth} ${-reach * 0.3} ${seam + depth} ${-reach * 0.45} ${seam + depth * 0.62}Z`,
          TONGUE,
        );
  const lips = `M${-reach} ${corner}Q${-reach * 0.55} ${seam + 5} 0 ${seam}Q${reach * 0.55} ${seam + 5} ${reach} ${corner}`;
  return opening + line(`M0 ${top}L0 ${seam}`, palette.line, 1.8) + line(lips, palette.line, 2);
}

function whiskers(anatomy: Anatomy, palette: Palette): string {
  const { y, rx } = anatomy.muzzle;
  return bothSides(
    line(`M${rx * 0.8} ${y - 2}Q${rx + 12} ${y - 6} ${rx + 22} ${y - 5}`, palette.whiskers, 1.2, {
      opacity: 0.9,
    }) +
      line(`M${rx * 0.8} ${y + 2}Q${rx + 12} ${y + 2} ${rx + 21} ${y + 6}`, palette.whiskers, 1.2, {
        opacity: 0.9,
      }),
  );
}

export function muzzle(anatomy: Anatomy, palette: Palette, content: DemoContent): string {
  const { y, rx, ry } = anatomy.muzzle;
  const gradient = shading('muzzle', [
    { at: 0, colour: lighter(palette.muzzle, 0.4) },
    { at: 0.7, colour: palette.muzzle },
    { at: 1, colour: palette.muzzleShade },
  ]);
  return (
    gradient +
    ellipse({ cx: 0, cy: y, rx, ry }, 'url(#muzzle)') +
    mouth(anatomy, palette, content) +
    nose(anatomy) +
    (anatomy.whiskers ? whiskers(anatomy, palette) : '')
  );
}
