import { expect, it } from 'vitest';
import { chartSvg } from './chart-svg.ts';
import type { PlotArea } from './plot-area.ts';
import type { PlotLine } from './plot-line.ts';

const area: PlotArea = {
  width: 200,
  height: 100,
  left: 20,
  right: 120,
  top: 0,
  bottom: 80,
  xMin: 0,
  xMax: 100,
  yMin: 0,
  yMax: 1,
  scale: 'linear',
  xTicks: [{ value: 50, label: '50' }],
  yTicks: [{ value: 0.5, label: '0.5' }],
};
const line = (key: string, label: string): PlotLine => ({
  key,
  label,
  colour: '#123456',
  dash: [6, 3],
  xs: [0, 100],
  steps: [0, 100],
  ys: [0, 1],
  values: [0, 1],
  last: 1,
  raw: undefined,
  band: { lower: [0, 0], upper: [1, 1] },
  resolution: 1,
  nonFinite: [],
  hidden: 0,
});
const colours = { background: '#fff', grid: '#eee', text: '#777', ink: '#000', bad: '#f00' };

it('draws axes, band, dashed line and names, and escapes what a reader typed', () => {
  const lines = [line('a', 'λ < 1 & "x"'), line('b', 'b')];
  const svg = chartSvg({ title: 'G/latent/cyc', xTitle: 'Step', area, lines, colours });
  expect(svg).toContain('d="M20 80L120 0"');
  expect(svg).toContain('stroke-dasharray="6 3"');
  expect(svg).toContain('fill-opacity="0.2"');
  expect(svg).toContain('>0.5</text>');
  expect(svg).toContain('λ &lt; 1 &amp; &quot;x&quot;</text>');
});

it('shows a run of a single point, and where a value was NaN', () => {
  const single = { ...line('a', 'a'), xs: [50], steps: [50], ys: [0.5], band: undefined, nonFinite: [100] };
  const svg = chartSvg({ title: 'loss', xTitle: 'Step', area, lines: [single], colours });
  expect(svg).toContain('<circle cx="70.0" cy="40.0" r="2" fill="#123456"/>');
  expect(svg).toContain('<path d="M120 72L116 80L124 80" fill="#f00"/>');
});

it('says how many lines have no room for their names', () => {
  const lines = Array.from({ length: 50 }, (_, i) => line(`run ${i}`, `run ${i}`));
  const svg = chartSvg({ title: 'FID', xTitle: 'Step', area, lines, colours });
  expect(svg.match(/>run \d+<\/text>/g)).toHaveLength(5);
  expect(svg).toContain('>and 45 more</text>');
});
