// The search field of the runs table: words that must all occur, and comparisons such as `seed=777` or `imageSize>=128`.
import type { RunSummary } from '@starlab/tracking';

const comparison = /^([A-Za-z][\w/.]*)(>=|<=|!=|=|>|<)(.+)$/;

function searchableText(run: RunSummary): string {
  const { name, studyName, state, configuration, id } = run;
  return [name, studyName, state, `configuration ${configuration}`, id].join(' ').toLowerCase();
}

/** The run's own value first, then its configuration's, then the last value of the series of that name. */
function valueOf(run: RunSummary, key: string): string | number | undefined {
  const own: Readonly<Record<string, string | number>> = {
    name: run.name,
    study: run.studyName,
    state: run.state,
    step: run.step,
  };
  const config: Readonly<Record<string, string | number>> = run.config;
  return own[key] ?? config[key] ?? run.heads[key];
}

function compares(left: string | number, operator: string, right: string): boolean {
  const numeric = Number.isFinite(Number(right)) && Number.isFinite(Number(left));
  const [a, b] = numeric ? [Number(left), Number(right)] : [String(left).toLowerCase(), right.toLowerCase()];
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

function matchesWord(run: RunSummary, word: string): boolean {
  const parts = comparison.exec(word);
  if (!parts) return searchableText(run).includes(word.toLowerCase());
  const [, key = '', operator = '', right = ''] = parts;
  const left = valueOf(run, key);
  return left !== undefined && compares(left, operator, right);
}

/** Whether every word of `query` holds of the run. */
export function matchesSearch(run: RunSummary, query: string): boolean {
  return query
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => matchesWord(run, word));
}
