// A run as a line among others: its name, its colour and its dashes. Ten hues, found by a search from Petroff's ten ("Accessible
// color sequences for data visualization", arXiv 2107.02270) for contrast with the page and for difference to readers of any
// colour vision; seeds of one configuration share the hue and differ in their dashes. More hues cannot be told apart.

export interface CurveRun {
  readonly id: string;
  readonly label: string;
  /** A CSS colour, `var(--name)` allowed; undefined: the colour of what the series is (latent, reference, other). */
  readonly colour?: string;
  /** As of canvas `setLineDash`, px; left out for a solid line. */
  readonly dash?: readonly number[];
  /** Runs of one group are seeds of one thing and can be drawn as one band. */
  readonly group?: string;
  /** The group's name for the reader. @default its key */
  readonly groupLabel?: string;
}

export const HUES = 10;
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [9, 2, 2, 2]];

export function runColour(index: number): string {
  return `var(--run-${index % HUES})`;
}

/** Gives each group a hue and each run of a group its own dashes; a run without a group is one by itself. */
export function styleRuns(runs: readonly Omit<CurveRun, 'colour' | 'dash'>[]): CurveRun[] {
  const members = new Map<string, number>();
  return runs.map((run) => {
    const group = run.group ?? run.id;
    const position = members.get(group) ?? 0;
    members.set(group, position + 1);
    const hue = [...members.keys()].indexOf(group);
    // After ten groups the hues begin again, one pattern of dashes further on.
    const dash = dashes[(position + Math.floor(hue / HUES)) % dashes.length] ?? [];
    return { ...run, colour: runColour(hue), dash };
  });
}
