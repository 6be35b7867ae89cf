import { expect, it } from 'vitest';
import { pixelOfX, pixelOfY, xOfPixel, type PlotArea } from './plot-area.ts';

const area: PlotArea = {
  width: 220,
  height: 120,
  left: 10,
  right: 210,
  top: 10,
  bottom: 110,
  xMin: 100,
  xMax: 300,
  yMin: 0.01,
  yMax: 1,
  scale: 'log',
  xTicks: [],
  yTicks: [],
};

it('places a decade at half of two decades', () => {
  expect(pixelOfY(area, 0.1)).toBeCloseTo(60, 10);
  expect(pixelOfY({ ...area, scale: 'linear', yMin: 0 }, 0.25)).toBe(85);
});

it('finds back from a pixel to x', () => {
  expect(xOfPixel(area, pixelOfX(area, 137))).toBeCloseTo(137, 10);
});
