// Takes one chart away: as a picture as it stands, or its points as CSV.
'use client';

import { Download } from 'lucide-react';
import { Button } from '@/ui/button.tsx';
import { downloadBlob, downloadText } from '@/ui/download.ts';
import { Popover } from '@/ui/popover.tsx';
import { xAxisTitles, type XAxis } from './axes.ts';
import { chartSvg, svgToPng } from './chart-svg.ts';
import type { CurveRun } from './curve-run.ts';
import type { PlotArea } from './plot-area.ts';
import type { PlotLine } from './plot-line.ts';
import { seriesToCsv, type SeriesByRun } from './series.ts';
import { resolveColour } from './theme-colours.ts';

interface ChartExportProps {
  readonly name: string;
  readonly runs: readonly CurveRun[];
  readonly curves: SeriesByRun;
  readonly axis: XAxis;
  readonly area: PlotArea | undefined;
  readonly lines: readonly PlotLine[];
}

function picture({ name, axis, area, lines }: ChartExportProps): string {
  if (!area) return '';
  return chartSvg({
    title: name,
    xTitle: xAxisTitles[axis],
    area,
    lines: lines.map((line) => ({ ...line, colour: resolveColour(line.colour) })),
    colours: {
      background: resolveColour('var(--panel)'),
      grid: resolveColour('var(--line)'),
      text: resolveColour('var(--muted)'),
      ink: resolveColour('var(--ink)'),
      bad: resolveColour('var(--bad)'),
    },
  });
}

function csv({ name, runs, curves }: ChartExportProps): string {
  return seriesToCsv(
    runs.flatMap(({ id, label }) => {
      const series = curves.get(id)?.get(name);
      return series ? [{ run: label, series }] : [];
    }),
  );
}

export function ChartExport(props: ChartExportProps) {
  const { name, area } = props;
  const file = name.replaceAll('/', '-');
  const formats = [
    {
      title: 'PNG',
      save: () => void svgToPng(picture(props)).then((png) => downloadBlob(`${file}.png`, png)),
    },
    { title: 'SVG', save: () => downloadText(`${file}.svg`, picture(props), 'image/svg+xml') },
    { title: 'CSV', save: () => downloadText(`${file}.csv`, csv(props), 'text/csv') },
  ];
  return (
    <Popover
      label={`Download ${name}`}
      trigger={
        <Button look="ghost" aria-label={`Download ${name}`} title="Download" disabled={!area}>
          <Download aria-hidden className="size-3.5" />
        </Button>
      }
    >
      <div className="flex gap-1">
        {formats.map(({ title, save }) => (
          <Button key={title} onClick={save}>
            {title}
          </Button>
        ))}
      </div>
    </Popover>
  );
}
