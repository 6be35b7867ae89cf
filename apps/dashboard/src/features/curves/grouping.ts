// Curves in the order a reader expects: discriminator before generator, latent before reference, terms as in the paper.
import { describeSeries, lossTerms } from '@starlab/experiment';

export interface CurveGroup {
  /** The part of the name before the last slash, e.g. `D/latent`. */
  readonly prefix: string;
  readonly title: string;
  readonly names: readonly string[];
}

const titles: Readonly<Record<string, string>> = {
  D: 'Discriminator',
  'D/latent': 'Discriminator, latent-guided',
  'D/ref': 'Discriminator, reference-guided',
  G: 'Generator',
  'G/latent': 'Generator, latent-guided',
  'G/ref': 'Generator, reference-guided',
  schedule: 'Schedules',
};

const prefixOrder = Object.keys(titles);
const termOrder: readonly string[] = [...lossTerms.D, ...lossTerms.G];

/** What the machine does rather than what is trained. */
export function isSystemSeries(name: string): boolean {
  return name.startsWith('system/');
}

export function isTrainingSeries(name: string): boolean {
  return !isSystemSeries(name);
}

export function seriesPrefix(name: string): string {
  return name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : '';
}

export function seriesTerm(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Position in `order`, with strangers after everything known. */
function rank(order: readonly string[], entry: string): number {
  const index = order.indexOf(entry);
  return index < 0 ? order.length : index;
}

/** `block2` before `block10`. */
const names = new Intl.Collator('en', { numeric: true });

export function compareSeriesNames(a: string, b: string): number {
  const byPrefix = rank(prefixOrder, seriesPrefix(a)) - rank(prefixOrder, seriesPrefix(b));
  const byOtherPrefix = names.compare(seriesPrefix(a), seriesPrefix(b));
  const byTerm = rank(termOrder, seriesTerm(a)) - rank(termOrder, seriesTerm(b));
  return byPrefix || byOtherPrefix || byTerm || names.compare(a, b);
}

export function groupSeries(names: Iterable<string>): CurveGroup[] {
  const groups = new Map<string, string[]>();
  for (const name of [...names].sort(compareSeriesNames)) {
    const prefix = seriesPrefix(name);
    groups.set(prefix, [...(groups.get(prefix) ?? []), name]);
  }
  return [...groups].map(([prefix, members]) => ({
    prefix,
    title: titles[prefix] ?? '',
    names: members,
  }));
}

export type SeriesTone = 'latent' | 'reference' | 'schedule';

/** Latent-guided curves share one hue everywhere in the dashboard, reference-guided ones another. */
export function seriesTone(name: string): SeriesTone {
  const parts = name.split('/');
  if (parts.includes('latent')) return 'latent';
  return parts.includes('ref') ? 'reference' : 'schedule';
}

/** The name and, where it is known, what it stands for. */
export function seriesDescription(name: string): string {
  const description = describeSeries(name);
  return description ? `${name}: ${description}` : name;
}
