// "Did you mean …?": the known name with the smallest edit distance, if it is close enough to be a slip. Two neighbouring letters
// exchanged are one slip (optimal string alignment).

function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchange = exchanged ? at(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, substitution, exchange));
    }
  }
  return at(a.length, b.length);
}

/** The entry of `known` nearest to `name` ignoring case, or undefined when none is near enough to be a slip. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  // Two letters of three are another word.
  const slip = name.length <= 3 ? 1 : Math.max(2, Math.ceil(name.length / 3));
  return best && best.distance <= slip ? best.candidate : undefined;
}
