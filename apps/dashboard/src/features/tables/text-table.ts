// A table of results as text to take away: Markdown and LaTeX as printed, and the fields of a CSV file.

export interface TextTable {
  readonly header: readonly string[];
  /** The first column names the row, the others hold figures. */
  readonly rows: readonly (readonly string[])[];
  /** What has to be said below it so that nobody compares unlike figures. */
  readonly notes: readonly string[];
}

export function toMarkdown({ header, rows, notes }: TextTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = line(header.map((_, i) => (i === 0 ? ':--' : '--:')));
  return [line(header), rule, ...rows.map(line), '', ...notes, ''].join('\n');
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
  Δ: '$\\Delta$',
  '−': '$-$',
  '†': '\\dag{}',
  '–': '--',
};

function latex(text: string): string {
  return text.replace(/[\\&%$#_{}~^±Δ−†–]/g, (character) => latexEscapes[character] ?? character);
}

/** A `booktabs` table. */
export function toLatex({ header, rows, notes }: TextTable): string {
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
    ...notes.map((note) => `% ${note}`),
    '',
  ].join('\n');
}

export type CsvValue = string | number | null;

function csvField(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function toCsv(rows: readonly (readonly CsvValue[])[]): string {
  return `${rows.map((row) => row.map(csvField).join(',')).join('\n')}\n`;
}
