// SVG elements as text. Parts are drawn in the head's own coordinates: origin between the eyes and the mouth, x to the
// right, y down, about ±50 units; the right half is drawn once and mirrored.

export type ShapeAttributes = Readonly<Record<string, string | number>>;

/** Hundredths of a unit: far below a pixel, and the same text on every machine. */
const text = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;

export function element(name: string, attributes: ShapeAttributes, children = ''): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${text(value)}"`);
  return `<${name}${pairs.join('')}>${children}</${name}>`;
}

export const path = (d: string, fill: string, more: ShapeAttributes = {}): string =>
  element('path', { d, fill, ...more });

export interface EllipseShape {
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
}

export const ellipse = (shape: EllipseShape, fill: string, more: ShapeAttributes = {}): string =>
  element('ellipse', { ...shape, fill, ...more });

export const line = (d: string, stroke: string, width: number, more: ShapeAttributes = {}): string =>
  path(d, 'none', { stroke, 'stroke-width': width, 'stroke-linecap': 'round', ...more });

export const group = (transform: string, children: string): string => element('g', { transform }, children);

/** The part on both sides of the face. */
export const bothSides = (part: string): string => part + group('scale(-1 1)', part);

interface Stop {
  readonly at: number;
  readonly colour: string;
}

const stops = (list: readonly Stop[]): string =>
  list.map(({ at, colour }) => element('stop', { offset: at, 'stop-color': colour })).join('');

/** Light from the upper left, as on every part of the animal. */
export const shading = (id: string, list: readonly Stop[]): string =>
  element('radialGradient', { id, cx: 0.4, cy: 0.28, r: 0.8 }, stops(list));

export const linearGradient = (id: string, angle: number, list: readonly Stop[]): string =>
  element('linearGradient', { id, gradientTransform: `rotate(${text(angle)} 0.5 0.5)` }, stops(list));

export const clip = (id: string, shape: string): string => element('clipPath', { id }, shape);

export const clipped = (id: string, children: string): string =>
  element('g', { 'clip-path': `url(#${id})` }, children);
