// The head itself: one outline of four curves, lit from the upper left, with the fur's pattern clipped to it.
import type { Anatomy } from './anatomy.ts';
import type { Palette } from './palette.ts';
import { clip, clipped, path, shading } from './shape.ts';

export function headOutline({ head: { width: w, top, chin, cheekY } }: Anatomy): string {
  const side = (sign: 1 | -1): string => {
    const x = (value: number): string => (sign * value).toFixed(2);
    return sign === 1
      ? `C${x(w * 0.6)} ${-top} ${x(w)} ${(-top * 0.6).toFixed(2)} ${x(w)} ${cheekY}C${x(w)} ${(chin * 0.72).toFixed(2)} ${x(w * 0.55)} ${chin} 0 ${chin}`
      : `C${x(w * 0.55)} ${chin} ${x(w)} ${(chin * 0.72).toFixed(2)} ${x(w)} ${cheekY}C${x(w)} ${(-top * 0.6).toFixed(2)} ${x(w * 0.6)} ${-top} 0 ${-top}Z`;
  };
  return `M0 ${-top}${side(1)}${side(-1)}`;
}

export function head(palette: Palette, anatomy: Anatomy, pattern: string): string {
  const outline = headOutline(anatomy);
  const gradient = shading('fur', [
    { at: 0, colour: palette.furLight },
    { at: 0.55, colour: palette.fur },
    { at: 1, colour: palette.furShade },
  ]);
  return (
    gradient + clip('head', path(outline, '#000')) + path(outline, 'url(#fur)') + clipped('head', pattern)
  );
}
