// Names at the ends of the lines instead of a legend: as near to its line as each can be without covering another.
import { firstIndexFrom } from './axes.ts';
import { pixelOfY, type PlotArea } from './plot-area.ts';
import type { PlotLine } from './plot-line.ts';

export const LABEL_HEIGHT = 13;

export interface PlacedLabel {
  readonly key: string;
  /** The line's name. */
  readonly label: string;
  /** What of it tells it from the other lines. */
  readonly short: string;
  readonly colour: string;
  readonly dash: readonly number[];
  /** Centre of the label, px from the top of the canvas. */
  readonly y: number;
  /** Where its line ends, px. */
  readonly anchor: number;
}

/** The last drawn value in sight, or NaN. */
function lastInSight(line: PlotLine, area: PlotArea): number {
  let i = Math.min(line.xs.length - 1, firstIndexFrom(line.xs, area.xMax));
  while (i >= 0 && ((line.xs[i] ?? 0) > area.xMax || Number.isNaN(line.ys[i] ?? NaN))) i -= 1;
  return line.ys[i] ?? NaN;
}

/** Moves `positions` (ascending) apart to `LABEL_HEIGHT` within [top, bottom], each as little as one sweep up and down allows. */
export function spread(positions: readonly number[], top: number, bottom: number): number[] {
  const placed: number[] = [];
  for (const position of positions) {
    placed.push(Math.max(position, (placed.at(-1) ?? top - LABEL_HEIGHT) + LABEL_HEIGHT));
  }
  let limit = bottom;
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    placed[i] = Math.min(placed[i] ?? 0, limit);
    limit = (placed[i] ?? 0) - LABEL_HEIGHT;
  }
  return placed;
}

/** Shorter names fit as they are. */
const SHORT = 12;
/** A shared beginning of fewer letters is not worth its ellipsis. */
const LEAST_SHARED = 4;

const WORD_ENDS = String.raw`\s/_,;:|-`;
const FIRST_WORD = new RegExp(`^[^${WORD_ENDS}]*`);
const BEGUN_WORD = new RegExp(`[^${WORD_ENDS}]*$`);

/** How many letters all of `names` begin with, up to a whole word. */
function sharedLength(names: readonly string[]): number {
  const [first = '', ...others] = names;
  if (others.length === 0) return 0;
  let shared = 0;
  while (shared < first.length && others.every((name) => name[shared] === first[shared])) shared += 1;
  return first.slice(0, shared).search(BEGUN_WORD);
}

/** Names as they tell one another apart: of long ones with the same first word, what they all begin with is left out. */
export function tellingNames(names: readonly string[]): string[] {
  if (names.every((name) => name.length <= SHORT)) return [...names];
  const wordOf = (name: string): string => FIRST_WORD.exec(name)?.[0] ?? '';
  const shared = new Map(
    [...new Set(names.map(wordOf))].map((word) => [
      word,
      sharedLength(names.filter((name) => wordOf(name) === word)),
    ]),
  );
  const shortened = names.map((name) => {
    const length = shared.get(wordOf(name)) ?? 0;
    return length < LEAST_SHARED || name.length <= length ? name : `…${name.slice(length)}`;
  });
  // What is left of different beginnings may be the same.
  return new Set(shortened).size < new Set(names).size ? [...names] : shortened;
}

/**
 * Labels from top to bottom. Where there are more lines than room, those of `highlight` and the first ones stay, above the last
 * `LABEL_HEIGHT` of the area, which is left for saying how many do not.
 */
export function placeLabels(
  lines: readonly PlotLine[],
  area: PlotArea,
  highlight: string | undefined,
): { readonly labels: readonly PlacedLabel[]; readonly left: number } {
  const room = Math.max(1, Math.floor((area.bottom - area.top) / LABEL_HEIGHT));
  const clamp = (y: number): number => Math.min(area.bottom, Math.max(area.top, y));
  const names = tellingNames(lines.map(({ label }) => label));
  const ends = lines
    .map((line, i) => ({
      line,
      short: names[i] ?? line.label,
      anchor: pixelOfY(area, lastInSight(line, area)),
    }))
    .filter(({ anchor }) => !Number.isNaN(anchor));
  const isCrowded = ends.length > room;
  const chosen = [...ends]
    .sort((a, b) => Number(b.line.key === highlight) - Number(a.line.key === highlight))
    .slice(0, isCrowded ? room - 1 : room)
    .sort((a, b) => a.anchor - b.anchor);
  const half = LABEL_HEIGHT / 2;
  const ys = spread(
    chosen.map(({ anchor }) => clamp(anchor)),
    area.top + half,
    area.bottom - half - (isCrowded ? LABEL_HEIGHT : 0),
  );
  return {
    labels: chosen.map(({ line, short, anchor }, i) => ({
      key: line.key,
      label: line.label,
      short,
      colour: line.colour,
      dash: line.dash,
      y: ys[i] ?? 0,
      anchor: clamp(anchor),
    })),
    left: ends.length - chosen.length,
  };
}
