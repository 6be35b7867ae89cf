// A chart as a picture to take away: SVG with its title, axes, lines and names; a PNG is the same picture rasterised.
import { LABEL_HEIGHT, placeLabels } from './direct-labels.ts';
import { DOT_RADIUS, dotsOf, svgPen, traceBand, traceLine, traceNonFinite, type Pen } from './drawing.ts';
import { pixelOfX, pixelOfY, type PlotArea } from './plot-area.ts';
import type { PlotLine } from './plot-line.ts';

export interface PictureColours {
  readonly background: string;
  readonly grid: string;
  readonly text: string;
  readonly ink: string;
  /** Of what marks a value that was NaN or infinite. */
  readonly bad: string;
}

export interface ChartPicture {
  readonly title: string;
  readonly xTitle: string;
  readonly area: PlotArea;
  /** With colours that need no style sheet. */
  readonly lines: readonly PlotLine[];
  readonly colours: PictureColours;
}

const TITLE_HEIGHT = 22;
const X_TITLE_HEIGHT = 16;
const TEXT = 'font-family="Inter, Helvetica, Arial, sans-serif" font-size="10"';

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function path(trace: (pen: Pen) => void): string {
  const pen = svgPen();
  trace(pen);
  return pen.path();
}

function axes({ area, colours }: ChartPicture): string[] {
  const horizontal = area.yTicks.flatMap(({ value, label }) => {
    const y = pixelOfY(area, value).toFixed(1);
    return [
      `<path d="M${area.left} ${y}H${area.right}" stroke="${colours.grid}"/>`,
      `<text x="${area.left - 6}" y="${y}" dy="0.35em" text-anchor="end" fill="${colours.text}">${escapeXml(label)}</text>`,
    ];
  });
  const vertical = area.xTicks.map(({ value, label }) => {
    const x = pixelOfX(area, value).toFixed(1);
    return `<text x="${x}" y="${area.bottom + 15}" text-anchor="middle" fill="${colours.text}">${escapeXml(label)}</text>`;
  });
  return [...horizontal, ...vertical];
}

function curve(line: PlotLine, area: PlotArea): string[] {
  const stroke = (ys: readonly number[], look: string): string =>
    `<path d="${path((pen) => traceLine(pen, area, line.xs, ys))}" fill="none" stroke="${line.colour}" ${look}/>`;
  const dash = line.dash.length === 0 ? '' : ` stroke-dasharray="${line.dash.join(' ')}"`;
  const { band } = line;
  return [
    ...(band
      ? [
          `<path d="${path((pen) => traceBand(pen, area, line.xs, band))}" fill="${line.colour}" fill-opacity="0.2"/>`,
        ]
      : []),
    ...(line.raw ? [stroke(line.raw, 'stroke-opacity="0.32"')] : []),
    stroke(line.ys, `stroke-width="1.5" stroke-linejoin="round"${dash}`),
  ];
}

/** What lies over the lines: those that are mere points, and where a value was NaN or infinite. */
function marks({ lines, area, colours }: ChartPicture): string[] {
  const dots = lines.flatMap((line) =>
    dotsOf(area, line).map(
      ([x, y]) =>
        `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${DOT_RADIUS}" fill="${line.colour}"/>`,
    ),
  );
  const nonFinite = lines.flatMap((line) => line.nonFinite);
  if (nonFinite.length === 0) return dots;
  return [
    ...dots,
    `<path d="${path((pen) => traceNonFinite(pen, area, nonFinite))}" fill="${colours.bad}"/>`,
  ];
}

function names({ lines, area, colours }: ChartPicture): string[] {
  if (lines.length < 2) return [];
  const { labels, left } = placeLabels(lines, area, undefined);
  const text = (x: number, y: number, words: string): string =>
    `<text x="${x}" y="${y}" dy="0.35em" fill="${colours.ink}">${escapeXml(words)}</text>`;
  return [
    ...labels.map(
      ({ y, short, colour }) =>
        `<path d="M${area.right + 4} ${y}h8" stroke="${colour}" stroke-width="2"/>` +
        text(area.right + 16, y, short),
    ),
    ...(left > 0 ? [text(area.right + 4, area.bottom - LABEL_HEIGHT / 2, `and ${left} more`)] : []),
  ];
}

export function chartSvg(picture: ChartPicture): string {
  const { area, lines, colours, title, xTitle } = picture;
  const height = area.height + TITLE_HEIGHT + X_TITLE_HEIGHT;
  const middle = (area.left + area.right) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${area.width}" height="${height}" viewBox="0 0 ${area.width} ${height}" ${TEXT}>`,
    `<rect width="100%" height="100%" fill="${colours.background}"/>`,
    `<text x="8" y="15" font-size="12" font-weight="600" fill="${colours.ink}">${escapeXml(title)}</text>`,
    `<g transform="translate(0 ${TITLE_HEIGHT})">`,
    `<clipPath id="plot"><rect x="${area.left}" y="${area.top}" width="${area.right - area.left}" height="${area.bottom - area.top}"/></clipPath>`,
    ...axes(picture),
    `<g clip-path="url(#plot)">`,
    ...lines.flatMap((line) => curve(line, area)),
    `</g>`,
    ...marks(picture),
    ...names(picture),
    `<text x="${middle}" y="${area.height + 10}" text-anchor="middle" fill="${colours.text}">${escapeXml(xTitle)}</text>`,
    `</g>`,
    `</svg>`,
  ].join('\n');
}

/** Twice the pixels, for slides and dense screens. */
const PNG_SCALE = 2;

/** Browser only. */
export async function svgToPng(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * PNG_SCALE;
  canvas.height = image.naturalHeight * PNG_SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser made no PNG.'))),
      'image/png',
    );
  });
}
