import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  colourDifference,
  contrast,
  labDifference,
  visions,
  type Vision,
} from '../../../test/colour-vision.ts';
import { HUES, styleRuns } from './curve-run.ts';

describe('styles of runs', () => {
  it('give seeds of one group the same hue and different dashes', () => {
    const [a, b, c] = styleRuns([
      { id: '1', label: 'F, seed 1', group: 'F' },
      { id: '2', label: 'F, seed 2', group: 'F' },
      { id: '3', label: 'E, seed 1', group: 'E' },
    ]);
    expect([a?.colour, b?.colour, c?.colour]).toEqual(['var(--run-0)', 'var(--run-0)', 'var(--run-1)']);
    expect(a?.dash).not.toEqual(b?.dash);
  });

  it('repeat a hue after the tenth group only with other dashes', () => {
    const runs = styleRuns(Array.from({ length: 11 }, (_, i) => ({ id: String(i), label: String(i) })));
    expect(runs[10]?.colour).toBe(runs[0]?.colour);
    expect(runs[10]?.dash).not.toEqual(runs[0]?.dash);
  });
});

describe('the hues', () => {
  const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
  const [light = '', dark = ''] = css.split('.dark {');
  const variable = (block: string, name: string): string =>
    new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(block)?.[1] ?? 'none';
  const hues = (block: string): string[] =>
    Array.from({ length: HUES }, (_, i) => variable(block, `run-${i}`));

  it('are measured with CIEDE2000 as published', () => {
    // Two pairs of the table of test data of Sharma, Wu & Dalal.
    expect(labDifference([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(labDifference([50, -1.3802, -84.2814], [50, 0, -82.7485])).toBeCloseTo(1, 4);
  });

  it.each([
    ['light', light],
    ['dark', dark],
  ])('of the %s page differ for readers of any colour vision and stand out from it', (_, block) => {
    const colours = hues(block);
    const differences = (Object.keys(visions) as Vision[]).flatMap((vision) =>
      colours.flatMap((a, i) => colours.slice(i + 1).map((b) => colourDifference(a, b, vision))),
    );
    // 12 is what Petroff's own ten reach (11.9); a step of 2 is just noticeable side by side.
    expect(Math.min(...differences)).toBeGreaterThan(12);
    // WCAG 2.2, 1.4.11: graphics that carry meaning.
    for (const colour of colours)
      expect(contrast(colour, variable(block, 'panel'))).toBeGreaterThanOrEqual(3);
  });
});
