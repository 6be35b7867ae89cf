import { expect, it } from 'vitest';
import { placeLabels } from './scatter-labels.ts';

it('writes names right of their points, left at the edge, and leaves out what would cover another', () => {
  const places = placeLabels(
    [
      { x: 100, y: 50, width: 60 },
      { x: 480, y: 50, width: 60 },
      { x: 102, y: 52, width: 60 },
      { x: 102, y: 54, width: 60 },
    ],
    500,
  );
  expect(places).toEqual([{ x: 110, y: 50 }, { x: 410, y: 50 }, { x: 32, y: 52 }, undefined]);
});
