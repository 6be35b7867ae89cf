// Names beside the last points of a scatter chart, so that nobody has to match colours with a legend. A name that would cover
// another is left out; the tooltip has it.
import type { Plugin } from 'chart.js';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  /** Of its text, px. */
  readonly width: number;
}

/** Between a point's middle and its name, and the height of a line, px. */
const GAP = 10;
const HEIGHT = 14;

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Where each name begins: right of its point, or left where the chart ends; undefined where it would cover another. */
export function placeLabels(
  points: readonly LabelledPoint[],
  right: number,
): readonly ({ readonly x: number; readonly y: number } | undefined)[] {
  const placed: Box[] = [];
  return points.map(({ x, y, width }) => {
    const sides = [x + GAP, x - GAP - width].filter((left) => left + width <= right);
    const boxes = sides.map((left): Box => ({
      left,
      right: left + width,
      top: y - HEIGHT / 2,
      bottom: y + HEIGHT / 2,
    }));
    const free = boxes.find((box) => !placed.some((other) => overlap(box, other)));
    if (!free) return undefined;
    placed.push(free);
    return { x: free.left, y };
  });
}

/** @param colour of the text, as the canvas takes it */
export function scatterLabels(colour: string): Plugin<'scatter'> {
  return {
    id: 'scatterLabels',
    afterDatasetsDraw(chart) {
      const { ctx, chartArea, data } = chart;
      ctx.save();
      ctx.font = '12px Inter Variable, sans-serif';
      ctx.fillStyle = colour;
      ctx.textBaseline = 'middle';
      const last = data.datasets.flatMap(({ label = '' }, i) => {
        const point = chart.getDatasetMeta(i).data.at(-1);
        return point ? [{ label, x: point.x, y: point.y, width: ctx.measureText(label).width }] : [];
      });
      for (const [i, place] of placeLabels(last, chartArea.right).entries()) {
        if (place) ctx.fillText(last[i]?.label ?? '', place.x, place.y);
      }
      ctx.restore();
    },
  };
}
