// The rows of a sample grid by name. Every run of a study draws the same sources, latents and references, so that the
// same row and column show the same task.
import type { SampleKey } from '@starlab/experiment';

interface GridShape {
  readonly key: SampleKey;
  /** Rows of the grid, the sources' included. */
  readonly rows: number;
  readonly domains: readonly string[];
}

const subscripts = '₀₁₂₃₄₅₆₇₈₉';
const subscript = (n: number): string =>
  [...String(n)].map((digit) => subscripts[Number(digit)] ?? digit).join('');

const cycleRows = ['source', 'reference', 'translation', 'translated back'];

/** `source`, `→ cat, z₁`, …; a grid of another shape has its rows counted. */
export function gridRowTitles({ key, rows, domains }: GridShape): string[] {
  const counted = Array.from({ length: rows }, (_, i) => (i === 0 ? 'source' : `row ${i}`));
  switch (key) {
    case 'latent': {
      const perDomain = (rows - 1) / domains.length;
      if (!Number.isInteger(perDomain)) return counted;
      const targets = domains.flatMap((domain) =>
        Array.from({ length: perDomain }, (_, i) => `→ ${domain}, z${subscript(i + 1)}`),
      );
      return ['source', ...targets];
    }
    case 'reference':
      return counted.map((_, i) => (i === 0 ? 'source' : `reference ${i}`));
    case 'cycle':
      return rows === cycleRows.length ? cycleRows : counted;
    case 'image':
      return [];
    default:
      return key satisfies never;
  }
}
