// The ablation table as text to take away: Markdown and LaTeX as printed, CSV with one figure a line and its origin.
import type { AblationTable } from '@starlab/tracking';
import {
  figureText,
  hasDemoFigures,
  measuredColumns,
  measuredFigures,
  metrics,
  publishedFigures,
  publishedVersions,
} from './figures.ts';
import { formatMetric } from '@/ui/format.ts';

const metricTitles = { fid: 'FID', lpips: 'LPIPS' } as const;

interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const NOTHING = '–';

function textTable(table: AblationTable): TextTable {
  const versions = publishedVersions(table);
  const columns = measuredColumns(table);
  const header = [
    'Configuration',
    ...versions.flatMap((version) =>
      metrics.map((metric) => `paper ${version ?? 'other'} ${metricTitles[metric]}`),
    ),
    ...columns.map((column) => `ours ${column.mode} ${column.label}`),
    'n',
  ];
  const rows = table.rows.map((row) => [
    `${row.configuration} ${row.title}`,
    ...versions.flatMap((version) =>
      metrics.map((metric) => {
        const figures = publishedFigures(row, version, metric);
        return figures.map((figure) => formatMetric(metric, figure.value)).join(' / ') || NOTHING;
      }),
    ),
    ...columns.map((column) => {
      const [first] = measuredFigures(row, column);
      return first ? figureText(first) : NOTHING;
    }),
    String(Math.max(0, ...row.measured.filter(({ comparable }) => comparable).map(({ n }) => n)) || NOTHING),
  ]);
  return { header, rows };
}

function notes(table: AblationTable): string[] {
  const ours = `Ours: study ${table.study.name}, data ${table.study.dataset}, mean ± sample standard deviation over n seeds.`;
  const paper = 'Paper: arXiv 1912.01865, Table 1 (CelebA-HQ, 256 px, latent-guided).';
  const demo = 'Figures of the demo features compare our rows with each other, not with the paper.';
  return [paper, ours, ...(hasDemoFigures(table) ? [demo] : [])];
}

export function ablationMarkdown(table: AblationTable): string {
  const { header, rows } = textTable(table);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = line(header.map((_, i) => (i === 0 ? ':--' : '--:')));
  return [line(header), rule, ...rows.map(line), '', ...notes(table), ''].join('\n');
}

const latexEscapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  '–': '--',
};

function latex(text: string): string {
  return text.replace(/[\\&%$#_{}~^±–]/g, (character) => latexEscapes[character] ?? character);
}

/** A `booktabs` table. */
export function ablationLatex(table: AblationTable): string {
  const { header, rows } = textTable(table);
  const line = (cells: readonly string[]): string => `${cells.map(latex).join(' & ')} \\\\`;
  return [
    '% \\usepackage{booktabs}',
    `\\begin{tabular}{l${'r'.repeat(header.length - 1)}}`,
    '\\toprule',
    line(header),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
    ...notes(table).map((note) => `% ${note}`),
    '',
  ].join('\n');
}

function csvField(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line a figure, ours and the paper's alike, each with where it is from. */
export function ablationCsv(table: AblationTable): string {
  const header = ['configuration', 'origin', 'mode', 'figure', 'value', 'std', 'n', 'step', 'source'];
  const rows = table.rows.flatMap((row) => [
    ...row.published.map((figure) => [
      row.configuration,
      `paper ${figure.paperVersion ?? 'other'}`,
      'latent',
      figure.metric,
      figure.value,
      null,
      null,
      null,
      `${figure.source} (${figure.evidence})`,
    ]),
    ...row.measured.map((figure) => [
      row.configuration,
      'ours',
      figure.mode,
      figure.label,
      figure.mean,
      figure.std,
      figure.n,
      figure.step,
      `fingerprint ${figure.fingerprintSha256}`,
    ]),
  ]);
  return [header, ...rows, '']
    .map((row) => (typeof row === 'string' ? row : row.map(csvField).join(',')))
    .join('\n');
}
