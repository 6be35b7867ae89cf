import { describe, expect, it } from 'vitest';
import { svgPen, traceBand, traceLine } from './drawing.ts';
import type { PlotArea } from './plot-area.ts';

/** One unit a pixel, y upwards from 100. */
const area: PlotArea = {
  width: 100,
  height: 100,
  left: 0,
  right: 100,
  top: 0,
  bottom: 100,
  xMin: 0,
  xMax: 100,
  yMin: 0,
  yMax: 100,
  scale: 'linear',
  xTicks: [],
  yTicks: [],
};

function path(draw: (pen: ReturnType<typeof svgPen>) => void): string {
  const pen = svgPen();
  draw(pen);
  return pen.path();
}

describe('a line', () => {
  it('is interrupted at NaN', () => {
    const ys = [10, NaN, 30, 40];
    expect(path((pen) => traceLine(pen, area, [0, 1, 2, 3], ys))).toBe('M0 90M2 70L3 60');
  });

  it('reaches one point beyond the edges and no further', () => {
    const zoomed = { ...area, xMin: 20, xMax: 30 };
    const xs = [0, 10, 20, 30, 40, 50];
    expect(path((pen) => traceLine(pen, zoomed, xs, [0, 0, 0, 0, 0, 0]))).toBe(
      'M-100 100L0 100L100 100L200 100',
    );
  });
});

it('draws a band as one outline for every unbroken stretch', () => {
  const band = { lower: [1, NaN, 1, 1], upper: [2, NaN, 2, 2] };
  expect(path((pen) => traceBand(pen, area, [0, 1, 2, 3], band))).toBe('M0 98L0 99M2 98L3 98L3 99L2 99');
});
